namespace MimCm.Simulator.Tool;

/// <summary>The exception for an invalid command line. The message says what is expected.</summary>
internal sealed class UsageException(string message) : Exception(message);
