namespace MimCm.Simulator;

/// <summary>How a connection is closed before the response is complete.</summary>
public enum FaultClose
{
    /// <summary>What was sent arrives, then the end of the connection.</summary>
    Fin,

    /// <summary>A TCP reset; what was sent may be lost.</summary>
    Reset,
}
