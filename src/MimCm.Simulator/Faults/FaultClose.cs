namespace MimCm.Simulator;

/// <summary>How a connection is closed before its answer is whole.</summary>
public enum FaultClose
{
    /// <summary>All that was written arrives, then the end.</summary>
    Fin,

    /// <summary>TCP's reset; what is under way may be lost.</summary>
    Reset,
}
