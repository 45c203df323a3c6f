using System.IO.Compression;

namespace MimCm;

/// <summary>What .NET packs as RFC 1950 has it. .NET Framework has the inner of that alone, and a client takes both for "deflate".</summary>
internal sealed class ZLibStream(Stream stream, CompressionLevel level) : DeflateStream(stream, level, leaveOpen: true);
