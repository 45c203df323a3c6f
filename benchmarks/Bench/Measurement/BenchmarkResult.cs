namespace MimCm.Bench;

/// <summary>The runs of one subject in one case at one size.</summary>
internal sealed record BenchmarkResult(string Case, string Subject, int Size, IReadOnlyList<Measurement> Samples)
{
    /// <summary>Whether the output has the order of the input.</summary>
    public bool IsOrdered => !Subject.Contains("parallel", StringComparison.Ordinal);

    public IEnumerable<Measurement> Warm => Samples.Where(sample => sample.Kind == "warm");

    /// <summary>The warm runs; where there are none, the first one.</summary>
    public IEnumerable<Measurement> Counted => Warm.Any() ? Warm : Samples.Where(sample => sample.Kind == "fresh");

    public Measurement Fresh => Samples.First(sample => sample.Kind == "fresh");

    public int Runs => Counted.Count();

    public double Milliseconds => MedianOf(sample => sample.Milliseconds);

    /// <summary>The median of a value over the counted runs.</summary>
    public double MedianOf(Func<Measurement, double> value) => Median.Of(Counted.Select(value));
}
