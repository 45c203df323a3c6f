using System.IO.Compression;

namespace MimCm;

/// <summary>The zlib format of RFC 1950. .NET Framework has only the inner format, and a client accepts both as "deflate".</summary>
internal sealed class ZLibStream(Stream stream, CompressionLevel level) : DeflateStream(stream, level, leaveOpen: true);
