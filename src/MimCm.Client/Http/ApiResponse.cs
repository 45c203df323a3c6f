using System.Net;
using System.Text.Json;

namespace MimCm.Http;

/// <summary>A successful response whose headers have arrived, and its body.</summary>
internal abstract class ApiResponse : IDisposable
{
    /// <summary>The length of the body in bytes; null if the server did not send it.</summary>
    public abstract long? Length { get; }

    /// <summary>The number of items that were received completely. Can be read from any thread.</summary>
    public abstract int Count { get; }

    /// <summary>The number of bytes of the body that were received. Can be read from any thread.</summary>
    public abstract long Received { get; }

    /// <inheritdoc/>
    public abstract void Dispose();
}
