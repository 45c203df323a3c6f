using System.Xml.Linq;
using MimCm.Reporting.Data;

namespace MimCm.Reporting.Page;

/// <summary>The section with the statistics of each profile template, most used first.</summary>
internal static class TemplateSection
{
    // Limits the size of the page.
    private const int MaxTemplates = 200;

    public static XElement Create(ReportData data, ReportContext context)
    {
        var templates = data.ByTemplate.OrderByDescending(pair => pair.Value.Count).ToList();
        return Section.Create("templates", "Profile templates",
            Html.Table(Section.Caption("Requests by profile template", context),
                ["Profile template", "#Requests", "#Completed", "#Open", "#Failed", "#Denied", "#Canceled", "#Oldest open",
                    "#Median time to complete", "#90 % within"],
                templates.Take(MaxTemplates)
                    .Select(pair => Row(Html.Foreign(NameOf(pair.Key.ProfileTemplateUuid!.Value, context)), pair.Value))
                    .Concat(Others([.. templates.Skip(MaxTemplates).Select(pair => pair.Value)]))));
    }

    private static string NameOf(Guid template, ReportContext context) => context.TemplateName(template) ?? template.ToString();

    private static IReadOnlyList<object> Row(object name, RequestStatistic numbers) =>
    [
        name,
        PageText.Number(numbers.Count), PageText.Number(numbers.Completed), PageText.Number(numbers.Open), PageText.Number(numbers.Failed),
        PageText.Number(numbers.Denied), PageText.Number(numbers.Canceled),
        PageText.Time(numbers.OldestOpen), PageText.Time(numbers.MedianTimeToComplete), PageText.Time(numbers.P90TimeToComplete),
    ];

    /// <summary>Returns one row for all remaining templates, without medians and percentiles, because those of several groups cannot be
    /// added.</summary>
    private static IEnumerable<IReadOnlyList<object>> Others(IReadOnlyList<RequestStatistic> others) =>
        others.Count == 0 ? [] :
        [
            Row($"{PageText.Number(others.Count)} other profile templates", new RequestStatistic
            {
                Count = others.Sum(each => each.Count),
                Completed = others.Sum(each => each.Completed),
                Open = others.Sum(each => each.Open),
                Failed = others.Sum(each => each.Failed),
                Denied = others.Sum(each => each.Denied),
                Canceled = others.Sum(each => each.Canceled),
                OldestOpen = others.Max(each => each.OldestOpen),
            }),
        ];
}
