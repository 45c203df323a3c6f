namespace MimCm.Reporting.Charts;

/// <summary>The numbers of a stacked bar chart.</summary>
/// <param name="Categories">The name of each bar.</param>
/// <param name="Series">What the bars are made of: a name, and a number for each bar.</param>
internal sealed record ChartData(IReadOnlyList<string> Categories, IReadOnlyList<(string Name, IReadOnlyList<long> Values)> Series)
{
    /// <summary>How many series a chart can have: one for each colour of the style sheet.</summary>
    public const int MaxSeries = 7;
}
