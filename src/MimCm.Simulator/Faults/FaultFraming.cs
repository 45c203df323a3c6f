namespace MimCm.Simulator;

/// <summary>How the length of a body under a fault is given.</summary>
public enum FaultFraming
{
    /// <summary>The Content-Length of the complete body; where less is sent, the connection is closed early.</summary>
    Length,

    /// <summary>The Content-Length of what is sent: a cut body looks complete.</summary>
    ShortLength,

    /// <summary>Chunks with the final one: a cut body looks complete.</summary>
    Chunked,

    /// <summary>Chunks without the final one; the connection is closed early.</summary>
    ChunkedBroken,
}
