namespace MimCm.Simulator.Data;

/// <summary>A seed file that cannot be read; the message names the file, the place in it and what is expected there.</summary>
internal sealed class SeedFileException(string message) : Exception(message);
