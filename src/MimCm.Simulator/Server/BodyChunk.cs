namespace MimCm.Simulator.Server;

/// <summary>A part of a body. <paramref name="EndsElement"/> is true where it completes an element of a list.</summary>
internal readonly record struct BodyChunk(ReadOnlyMemory<byte> Bytes, bool EndsElement = false);
