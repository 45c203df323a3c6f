namespace MimCm.Simulator.Data;

/// <summary>The exception for an invalid seed file. The message contains the file, the position and the expected value.</summary>
internal sealed class SeedFileException(string message) : Exception(message);
