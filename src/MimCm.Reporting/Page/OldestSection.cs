using System.Xml.Linq;
using MimCm.Reporting.Data;
using MimCm.Statistics;

namespace MimCm.Reporting.Page;

/// <summary>The section with a table of the oldest open requests.</summary>
internal static class OldestSection
{
    public static XElement Create(ReportData data, ReportContext context) =>
        Section.Create("oldest", "Oldest open requests",
            data.Oldest.Count == 0
                ? Html.Element("p", "No request is open, or none that is has a date of submission.")
                : Html.Table(
                    Section.Caption(data.Oldest.Count < RequestReport.OldestCount ? "The open requests, the oldest first"
                        : $"The {RequestReport.OldestCount} oldest open requests", context),
                    ["Target user", "#Age", "Submitted", "Type", "Status", "Profile template", "Originator", "Comment", "Id"],
                    data.Oldest.Select(each => (IReadOnlyList<object>)
                    [
                        Html.Foreign(context.UserName(each.Request.TargetUserUuid) ?? each.Request.TargetUserUuid.ToString()),
                        PageText.Time(RequestDates.Age(each.SubmittedUtc, context.Created.UtcDateTime)),
                        PageText.Date(each.SubmittedUtc.ToLocalTime()),
                        PageText.Name(each.Request.RequestType),
                        each.Request.Status.ToString(),
                        Html.Foreign(context.TemplateName(each.Request.ProfileTemplateUuid) ?? each.Request.ProfileTemplateUuid.ToString()),
                        Html.Foreign(context.UserName(each.Request.OriginatorUserUuid) ?? each.Request.OriginatorUserUuid.ToString()),
                        Html.Foreign(each.Request.Comment),
                        Html.Element("span", Html.Class("id"), each.Request.Uuid.ToString()),
                    ])));
}
