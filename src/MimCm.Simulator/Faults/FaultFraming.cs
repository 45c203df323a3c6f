namespace MimCm.Simulator;

/// <summary>How a body under a fault says its length.</summary>
public enum FaultFraming
{
    /// <summary>The right length of the whole body; where less is sent, the connection is closed early.</summary>
    Length,

    /// <summary>The length of what is sent: a cut body looks whole.</summary>
    ShortLength,

    /// <summary>Chunks, and after what is sent the last one: a cut body looks whole.</summary>
    Chunked,

    /// <summary>Chunks, and the connection closed without the last one.</summary>
    ChunkedBroken,
}
