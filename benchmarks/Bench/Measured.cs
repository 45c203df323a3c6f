namespace MimCm.Bench;

/// <summary>One way of doing one thing with so many requests, and its runs.</summary>
internal sealed record Measured(string Case, string Subject, int Size, IReadOnlyList<Sample> Samples)
{
    public bool IsOrdered => !Subject.Contains("parallel", StringComparison.Ordinal);

    public IEnumerable<Sample> Warm => Samples.Where(sample => sample.Kind == "warm");

    /// <summary>The only run, where the case is so dear that there is but one.</summary>
    public IEnumerable<Sample> Counted => Warm.Any() ? Warm : Samples.Where(sample => sample.Kind == "fresh");

    public Sample Fresh => Samples.First(sample => sample.Kind == "fresh");

    public int Runs => Counted.Count();

    public double Milliseconds => MedianOf(sample => sample.Milliseconds);

    public double MedianOf(Func<Sample, double> value)
    {
        var sorted = Counted.Select(value).Order().ToArray();
        var half = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
