namespace MimCm.Simulator.Server;

/// <summary>How an answer goes over the wire; by default as a server in good health sends it.</summary>
internal sealed record ResponseDelivery
{
    /// <summary>Null: a Content-Length where the body is small, chunks where it is not.</summary>
    public FaultFraming? Framing { get; init; }

    /// <summary>The body that the Content-Length tells of, where less is sent.</summary>
    public IEnumerable<BodyChunk>? CompleteBody { get; init; }

    public FaultClose Close { get; init; }

    public int Stall { get; init; }

    public long StallAt { get; init; }

    public int? BytesPerSecond { get; init; }

    /// <summary>Whether every byte must go out in its own time.</summary>
    public bool IsPaced => Stall != 0 || BytesPerSecond is not null;

    public bool IsTruncated => Framing == FaultFraming.ChunkedBroken || (Framing == FaultFraming.Length && CompleteBody is not null);
}
