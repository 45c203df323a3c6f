namespace MimCm.Simulator.Server;

/// <summary>Truncates a response: Kestrel sends what was written and closes the connection.</summary>
internal sealed class TruncatedResponseException : Exception;
