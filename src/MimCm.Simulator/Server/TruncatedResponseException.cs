namespace MimCm.Simulator.Server;

/// <summary>The exception that truncates a response. Kestrel sends the written data and closes the connection.</summary>
internal sealed class TruncatedResponseException : Exception;
