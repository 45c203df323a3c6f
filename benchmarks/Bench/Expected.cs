namespace MimCm.Bench;

/// <summary>What is right.</summary>
/// <param name="InOrder">The checksum in the order of the list.</param>
/// <param name="InAnyOrder">The checksum where there is no order.</param>
/// <param name="Bytes">The length of the body or bodies.</param>
internal sealed record Expected(string InOrder, string InAnyOrder, long Bytes)
{
    public int? Changed { get; init; }

    /// <exception cref="WrongResultException">It is not what came.</exception>
    public void Check(Sample sample, Measured what)
    {
        var isRight = sample.Bytes is { } bytes ? bytes == Bytes
            : what.IsOrdered ? sample.InOrder == InOrder
            : sample.InAnyOrder == InAnyOrder;

        if (!isRight || (Changed is not null && sample.Changed != Changed))
            throw new WrongResultException($"{what.Case} {what.Subject} {what.Size}: {sample} came where {this} was right.");
    }
}
