using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Output;

/// <summary>Creates the output of Measure-CmRequest, and formats the columns of its views that do not show a property unchanged.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StatisticFormatter
{
    private const int BarWidth = 12;
    private const int ProfileTemplateWidth = 19;
    private const string DefaultKeysType = "MimCm.RequestStatistic#ProfileTemplate,Type,Month";

    // From one eighth to seven eighths of a block.
    private const string PartialBlocks = "\u258F\u258E\u258D\u258C\u258B\u258A\u2589";
    private const char FullBlock = '\u2588';

    private static readonly Lazy<bool> ConsoleHasBlocks = new(() => InteractiveConsole.CanShow(FullBlock + PartialBlocks));

    /// <summary>Returns a duration in its two largest units; empty if there is none.</summary>
    /// <param name="duration">The duration. A deserialized duration is a property bag.</param>
    public static string Time(PSObject? duration)
    {
        if (duration?.Properties["TotalSeconds"]?.Value is not double seconds)
            return "";

        var time = TimeSpan.FromSeconds(Math.Abs(seconds));
        return (seconds < 0 ? "-" : "") + (time switch
        {
            { TotalMinutes: < 1 } => $"{time.Seconds}s",
            { TotalHours: < 1 } => $"{time.Minutes}m {time.Seconds}s",
            { TotalDays: < 1 } => $"{time.Hours}h {time.Minutes}m",
            { TotalDays: < 1000 } => $"{time.Days}d {time.Hours}h",
            _ => $"{time.Days}d",
        });
    }

    /// <summary>Returns a bar whose length is proportional to the size of the group, relative to the largest group of the output; empty for a
    /// deserialized statistic.</summary>
    public static string Bar(PSObject? statistic)
    {
        if (statistic?.BaseObject is not RequestStatistic { Count: > 0, LargestCount: > 0 } numbers)
            return "";

        var eighths = (int)Math.Max(1, Math.Round(8.0 * BarWidth * numbers.Count / numbers.LargestCount));
        if (!ConsoleHasBlocks.Value)
            return new string('#', (eighths + 7) / 8);

        var bar = new string(FullBlock, eighths / 8);
        return eighths % 8 == 0 ? bar : bar + PartialBlocks[eighths % 8 - 1];
    }

    /// <summary>Returns the name of a profile template, shortened to one line of its column; a GUID, for a name that is not known, is kept whole.</summary>
    /// <param name="name">The name or GUID.</param>
    /// <param name="engine">The PowerShell session that displays the value.</param>
    public static string ProfileTemplate(string? name, EngineIntrinsics engine) =>
        Guid.TryParse(name, out _) ? TextFormatter.Clean(name) : TextFormatter.Fit(name, 0, ProfileTemplateWidth, engine);

    /// <summary>Returns the keys of a group as one text.</summary>
    public static string Group(PSObject? statistic) => statistic is null ? "" : string.Join(" | ", statistic.Properties
        .Where(property => property.MemberType == PSMemberTypes.NoteProperty && Enum.IsDefined(typeof(RequestGroupKey), property.Name))
        .Select(property => TextFormatter.Clean(property.Value?.ToString() ?? "-")));

    /// <summary>Returns the statistics with their keys as properties, in the order of the -By parameter, and sorted by these keys.</summary>
    internal static IEnumerable<PSObject> ToObjects(
        IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> statistics, IReadOnlyList<RequestGroupKey> keys, RequestNames names)
    {
        var largest = statistics.Count == 0 ? 0 : statistics.Max(pair => pair.Value.Count);
        var asked = keys.Distinct().ToArray();
        var templates = new UniqueNames(statistics.Select(pair => pair.Key.ProfileTemplateUuid), names.FindTemplate);
        var targets = new UniqueNames(statistics.Select(pair => pair.Key.TargetUserUuid), names.FindUser);
        var originators = new UniqueNames(statistics.Select(pair => pair.Key.OriginatorUserUuid), names.FindUser);
        var rows = statistics.Select(pair => (pair.Value,
            Keys: asked.Select(key => ValueOf(key, pair.Key, templates, targets, originators)).ToArray())).ToArray();

        // The statistics are sorted by id, but users look for names.
        var sorted = rows.OrderBy(row => row.Keys, Comparer<object?[]>.Create(Compare));
        foreach (var (statistic, values) in sorted)
        {
            statistic.LargestCount = largest;
            var output = new PSObject(statistic);
            for (var i = 0; i < asked.Length; i++)
                output.Properties.Add(new PSNoteProperty(asked[i].ToString(), values[i]));
            if (asked is [RequestGroupKey.ProfileTemplate, RequestGroupKey.Type, RequestGroupKey.Month])
                output.TypeNames.Insert(0, DefaultKeysType);
            yield return output;
        }
    }

    private static object? ValueOf(RequestGroupKey key, RequestGroup group, UniqueNames templates, UniqueNames targets, UniqueNames originators) => key switch
    {
        RequestGroupKey.ProfileTemplate => templates[group.ProfileTemplateUuid!.Value],
        RequestGroupKey.Type => group.Type,
        RequestGroupKey.Status => group.Status,
        RequestGroupKey.TargetUser => targets[group.TargetUserUuid!.Value],
        RequestGroupKey.Originator => originators[group.OriginatorUserUuid!.Value],
        _ => group.Period,
    };

    private static int Compare(object?[] left, object?[] right)
    {
        for (var i = 0; i < left.Length; i++)
        {
            var order = string.Compare(left[i]?.ToString(), right[i]?.ToString(), StringComparison.OrdinalIgnoreCase);
            if (order != 0)
                return order;
        }

        return 0;
    }
}
