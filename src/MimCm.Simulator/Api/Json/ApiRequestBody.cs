using System.Text;
using Microsoft.Net.Http.Headers;

namespace MimCm.Simulator.Api;

/// <summary>The body of a call, with the headers that describe it.</summary>
internal sealed record ApiRequestBody
{
    private const int MaxLength = 64 * 1024;
    private const int MaxRecordedLength = 4096;

    public byte[] Bytes { get; private init; } = [];

    /// <summary>Whether the body was sent without Content-Length, which the server requires (docs/api.md, section 1.2).</summary>
    public bool IsChunked { get; private init; }

    public bool IsTooLong { get; private init; }

    public bool IsJson => "application/json".Equals(MediaType, StringComparison.OrdinalIgnoreCase);

    public string? MediaType { get; private init; }

    public static async Task<ApiRequestBody> ReadAsync(HttpRequest request, RecordedCall call, CancellationToken cancellationToken)
    {
        if (request.Method is not ("PUT" or "POST"))
            return new();
        if (request.ContentLength is not { } length)
            return new() { IsChunked = true };
        if (length > MaxLength)
            return new() { IsTooLong = true };
        var bytes = new byte[length];
        await request.Body.ReadExactlyAsync(bytes, cancellationToken);
        call.Body = Encoding.UTF8.GetString(bytes.AsSpan(0, Math.Min(bytes.Length, MaxRecordedLength)));
        return new()
        {
            Bytes = bytes,
            MediaType = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) ? type.MediaType.Value : null,
        };
    }
}
