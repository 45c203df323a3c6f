namespace MimCm.Simulator;

/// <summary>The Content-Encoding of a body under a fault.</summary>
public enum FaultEncoding
{
    None,
    Gzip,

    /// <summary>Gzip that is damaged in the middle.</summary>
    GzipBroken,

    /// <summary>Gzip without its end, in a complete HTTP body.</summary>
    GzipCut,
}
