namespace MimCm.Simulator;

/// <summary>The way in which the length of a body is specified if a fault changes the body.</summary>
public enum FaultFraming
{
    /// <summary>The Content-Length of the complete body. If less is sent, the connection is closed early.</summary>
    Length,

    /// <summary>The Content-Length of the sent part, so that a truncated body looks complete.</summary>
    ShortLength,

    /// <summary>Chunks including the final one, so that a truncated body looks complete.</summary>
    Chunked,

    /// <summary>Chunks without the final one. The connection is closed early.</summary>
    ChunkedBroken,
}
