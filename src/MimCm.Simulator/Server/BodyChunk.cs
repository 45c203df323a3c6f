namespace MimCm.Simulator.Server;

/// <summary>A piece of a body; <paramref name="EndsElement"/> tells that with it a request of a list is whole.</summary>
internal readonly record struct BodyChunk(ReadOnlyMemory<byte> Bytes, bool EndsElement = false);
