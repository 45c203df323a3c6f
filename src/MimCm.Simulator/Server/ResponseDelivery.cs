namespace MimCm.Simulator.Server;

/// <summary>The way in which a response is sent. The defaults are without a fault.</summary>
internal sealed record ResponseDelivery
{
    /// <summary>The framing of the body. If null, a small body has a Content-Length and a large body is chunked.</summary>
    public FaultFraming? Framing { get; init; }

    /// <summary>The complete body for the Content-Length, if less is sent.</summary>
    public IEnumerable<BodyChunk>? CompleteBody { get; init; }

    public FaultClose Close { get; init; }

    public int Stall { get; init; }

    public long StallAt { get; init; }

    public int? BytesPerSecond { get; init; }

    /// <summary>Whether the bytes are sent at a limited rate.</summary>
    public bool IsPaced => Stall != 0 || BytesPerSecond is not null;

    public bool IsTruncated => Framing == FaultFraming.ChunkedBroken || (Framing == FaultFraming.Length && CompleteBody is not null);
}
