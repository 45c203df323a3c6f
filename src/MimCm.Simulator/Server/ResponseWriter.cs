using System.IO.Pipelines;

namespace MimCm.Simulator.Server;

/// <summary>Writes a response: a small body with a Content-Length, a long list in chunks while it is generated.</summary>
internal sealed class ResponseWriter(HttpContext context, RecordedCall call, CancellationToken cancellationToken)
{
    private const int FlushAt = 64 * 1024;
    private const int Tick = 50;

    private readonly PipeWriter _out = context.Response.BodyWriter;
    private long _written;
    private double _owed;
    private int _pending;
    private int _requests;

    /// <exception cref="TruncatedResponseException">The delivery truncates the response.</exception>
    public async Task WriteAsync(ApiResponse response)
    {
        var http = context.Response;
        var delivery = response.Delivery;
        http.StatusCode = response.Status;
        http.Headers.CacheControl = "no-cache";
        http.Headers.Pragma = "no-cache";
        http.Headers.Expires = "-1";
        foreach (var (name, value) in response.Headers)
            http.Headers.Append(name, value);
        if (response.ContentType is { } contentType)
            http.ContentType = contentType;
        call.Status = response.Status;
        if (response.Status is 204 or 304)
            return;

        switch (delivery.Framing)
        {
            case FaultFraming.Length:
                http.ContentLength = LengthOf(delivery.CompleteBody ?? response.Body);
                break;
            case FaultFraming.ShortLength:
                http.ContentLength = LengthOf(response.Body);
                break;
            case FaultFraming.Chunked or FaultFraming.ChunkedBroken:
                await http.StartAsync(cancellationToken);
                break;
            default:
                break;
        }

        if (delivery.Stall != 0 && delivery.StallAt == 0)
        {
            await FlushAsync();
            await Task.Delay(delivery.Stall, cancellationToken);
        }
        foreach (var chunk in response.Body)
        {
            if (delivery.IsPaced)
                await WriteSlowlyAsync(chunk.Bytes, delivery);
            else
                Write(chunk.Bytes.Span);
            if (chunk.EndsElement)
                _requests++;
            if (_pending >= FlushAt)
                await FlushAsync();
        }
        if (!http.HasStarted && delivery.Framing is null)
            http.ContentLength = _written;
        await FlushAsync();

        if (delivery.IsTruncated && _written != http.ContentLength)
        {
            if (delivery.Close == FaultClose.Fin)
                throw new TruncatedResponseException();
            // Allows some time for the written data to arrive before the reset.
            await Task.Delay(2 * Tick, cancellationToken);
            context.Abort();
        }
    }

    private static long LengthOf(IEnumerable<BodyChunk> body) => body.Sum(c => (long)c.Bytes.Length);

    private void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_out.GetSpan(bytes.Length));
        _out.Advance(bytes.Length);
        _written += bytes.Length;
        _pending += bytes.Length;
    }

    private async Task FlushAsync()
    {
        _pending = 0;
        var flushed = await _out.FlushAsync(cancellationToken);
        (call.BytesSent, call.RequestsSent) = (_written, _requests);
        if (flushed.IsCompleted)
            throw new IOException("The client has left.");
    }

    /// <summary>Waits until the written bytes conform to the rate, in steps that a timer can measure.</summary>
    private async Task DelayAsync(double milliseconds)
    {
        _owed += milliseconds;
        if (_owed < Tick)
            return;

        await FlushAsync();
        await Task.Delay((int)_owed, cancellationToken);
        _owed = 0;
    }

    private async Task WriteSlowlyAsync(ReadOnlyMemory<byte> bytes, ResponseDelivery delivery)
    {
        while (!bytes.IsEmpty)
        {
            var length = delivery.BytesPerSecond is { } rate ? Math.Min(bytes.Length, Math.Max(1, rate * Tick / 1000)) : bytes.Length;
            var untilStall = delivery.StallAt - _written;
            if (delivery.Stall != 0 && untilStall > 0)
                length = (int)Math.Min(length, untilStall);
            Write(bytes.Span[..length]);
            bytes = bytes[length..];

            if (delivery.BytesPerSecond is { } pace)
                await DelayAsync(length * 1000.0 / pace);
            if (delivery.Stall != 0 && _written == delivery.StallAt)
            {
                await FlushAsync();
                await Task.Delay(delivery.Stall, cancellationToken);
            }
        }
    }
}
