namespace MimCm.Bench;

/// <summary>The correct result of a run.</summary>
/// <param name="InOrder">The checksum in the order of the list.</param>
/// <param name="InAnyOrder">The checksum in any order.</param>
/// <param name="Bytes">The total length of the response bodies.</param>
internal sealed record ExpectedResult(string InOrder, string InAnyOrder, long Bytes)
{
    public int? Changed { get; init; }

    /// <exception cref="WrongResultException">The result of the run differs.</exception>
    public void Verify(Measurement sample, BenchmarkResult result)
    {
        var isRight = sample.Bytes is { } bytes ? bytes == Bytes
            : result.IsOrdered ? sample.InOrder == InOrder
            : sample.InAnyOrder == InAnyOrder;

        if (!isRight || (Changed is not null && sample.Changed != Changed))
            throw new WrongResultException($"{result.Case} {result.Subject} {result.Size}: expected {this}, but got {sample}.");
    }
}
