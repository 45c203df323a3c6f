namespace MimCm.Simulator;

/// <summary>The exception for a simulator that cannot start. The message contains the file or address and the reason.</summary>
public sealed class SimulatorStartException : Exception
{
    public SimulatorStartException(string message)
        : base(message)
    {
    }

    public SimulatorStartException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
