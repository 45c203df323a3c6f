namespace MimCm.Simulator.Tool;

/// <summary>A command line that is not valid; the message says what is expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
