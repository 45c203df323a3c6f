namespace MimCm.Simulator;

/// <summary>The Content-Encoding of a body under a fault.</summary>
public enum FaultEncoding
{
    None,
    Gzip,

    /// <summary>Says gzip, and in the middle is not.</summary>
    GzipBroken,

    /// <summary>Its last bytes missing, though the HTTP body ends well.</summary>
    GzipCut,
}
