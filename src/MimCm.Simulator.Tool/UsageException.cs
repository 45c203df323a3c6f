namespace MimCm.Simulator.Tool;

/// <summary>A command line that cannot be followed, with what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);
