namespace MimCm.Reporting.Charts;

/// <summary>The numbers of a stacked bar chart.</summary>
/// <param name="Categories">The name of each bar.</param>
/// <param name="Series">The series of the chart: a name, and a number for each bar.</param>
internal sealed record ChartData(IReadOnlyList<string> Categories, IReadOnlyList<(string Name, IReadOnlyList<long> Values)> Series)
{
    /// <summary>The maximum number of series: one for each color of the style sheet.</summary>
    public const int MaxSeries = 7;
}
