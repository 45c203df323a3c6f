namespace MimCm.Simulator;

/// <summary>The way in which a connection is closed before the response is complete.</summary>
public enum FaultClose
{
    /// <summary>A normal close: the sent data arrives, and then the end of the connection.</summary>
    Fin,

    /// <summary>A TCP reset. Sent data can be lost.</summary>
    Reset,
}
