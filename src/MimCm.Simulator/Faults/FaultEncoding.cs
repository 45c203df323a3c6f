namespace MimCm.Simulator;

/// <summary>The Content-Encoding of a body that a fault changes.</summary>
public enum FaultEncoding
{
    None,
    Gzip,

    /// <summary>Gzip data that is damaged in the middle.</summary>
    GzipBroken,

    /// <summary>Gzip data without its end, in a complete HTTP body.</summary>
    GzipCut,
}
