namespace MimCm.Simulator;

/// <summary>The simulator cannot start. The message is a sentence that names the file or address and the reason.</summary>
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
