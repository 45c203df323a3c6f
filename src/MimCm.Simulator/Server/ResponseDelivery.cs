namespace MimCm.Simulator.Server;

/// <summary>How a response is sent; by default without a fault.</summary>
internal sealed record ResponseDelivery
{
    /// <summary>Null: a Content-Length for a small body, chunks for a large one.</summary>
    public FaultFraming? Framing { get; init; }

    /// <summary>The body that the Content-Length is of, where less is sent.</summary>
    public IEnumerable<BodyChunk>? CompleteBody { get; init; }

    public FaultClose Close { get; init; }

    public int Stall { get; init; }

    public long StallAt { get; init; }

    public int? BytesPerSecond { get; init; }

    /// <summary>Whether the bytes are sent at a given pace.</summary>
    public bool IsPaced => Stall != 0 || BytesPerSecond is not null;

    public bool IsTruncated => Framing == FaultFraming.ChunkedBroken || (Framing == FaultFraming.Length && CompleteBody is not null);
}
