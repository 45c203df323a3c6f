namespace MimCm.Simulator.Server;

/// <summary>A part of a body. <paramref name="EndsElement"/> is true if the part completes an element of a list.</summary>
internal readonly record struct BodyChunk(ReadOnlyMemory<byte> Bytes, bool EndsElement = false);
