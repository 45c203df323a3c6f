namespace MimCm.Simulator.Server;

/// <summary>Leaves an answer unfinished: Kestrel then sends what was written and closes the connection.</summary>
internal sealed class TruncatedResponseException : Exception;
