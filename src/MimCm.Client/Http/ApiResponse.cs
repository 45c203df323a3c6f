using System.Net;
using System.Text.Json;

namespace MimCm.Http;

/// <summary>An answer whose headers have come, and what is read of its body.</summary>
internal sealed class ApiResponse(HttpResponseMessage response, ApiConnection transport, HttpMethod method, Uri uri, Guid? id) : IDisposable
{
    private static readonly string[] Utf8Names = ["utf-8", "utf8", "us-ascii"];

    private Stream? _body;
    private JsonItemReader? _reader;
    private bool _isAtEnd;

    // What is wrong behind the requests of the batch: told after they have been given.
    private MimCmException? _pending;

    /// <summary>The bytes that the body is said to have; null where that is not said.</summary>
    public long? Length { get; } = response.Content.Headers.ContentLength;

    /// <summary>How many requests have come whole.</summary>
    public int Count => _reader?.Count ?? 0;

    /// <summary>How many bytes of the body have come.</summary>
    public long Received => _reader?.Received ?? 0;

    /// <summary>The requests read last.</summary>
    public List<Request> Batch { get; } = [];

    /// <summary>Reads a list up to the first requests that are wanted; where nobody asks, all are.</summary>
    public async Task ReadFirstAsync(object? source, Func<Request, bool>? isWanted, CancellationToken cancellationToken)
    {
        try
        {
            if (response.StatusCode == HttpStatusCode.NoContent)
                return;

            await OpenBodyAsync(source, cancellationToken).ConfigureAwait(false);
            await ReadNextAsync(isWanted, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads a list on to the next requests that are wanted; false at its end.</summary>
    public async ValueTask<bool> ReadNextAsync(Func<Request, bool>? isWanted, CancellationToken cancellationToken)
    {
        Batch.Clear();
        while (Batch.Count == 0)
        {
            ThrowPending();
            if (_reader is null || !await ReadBatchAsync(cancellationToken).ConfigureAwait(false))
                return false;

            if (isWanted is not null)
                Batch.RemoveAll(request => !isWanted(request));
        }

        return true;
    }

    /// <summary>Reads the one request that was asked for, to the end of the body; null when there is no content.</summary>
    public async Task<Request?> ReadOneAsync(object? source, Guid wanted, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
            return null;

        await OpenBodyAsync(source, cancellationToken).ConfigureAwait(false);
        while (_pending is null && Batch.Count < 2 && await ReadBatchAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        ThrowPending();
        if (Batch.Count != 1)
            throw Damaged(Strings.NotOneRequest.With(wanted, Batch.Count), inner: null);

        return Batch[0].Uuid == wanted ? Batch[0] : throw Damaged(Strings.OtherRequest.With(wanted, Batch[0].Uuid), inner: null);
    }

    /// <summary>What an answer that is not 2xx means.</summary>
    public async Task<MimCmException> FailureAsync(CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        var words = await ErrorMessageReader.ReadAsync(response, transport.IdleTimeout, id, cancellationToken).ConfigureAwait(false);
        var (error, text) = MapStatusCode(code);
        var failure = Failure(error, words.Message is null ? text : $"{text} {Strings.ServerSays.With(words.Message)}");
        failure.ServerMessage = words.Message;
        failure.CorrelationId = words.CorrelationId;
        failure.RetryAfter = RetryAfter();
        failure.IsTransient = code is 408 or 429 or 502 or 503 or 504;
        failure.IsOutcomeUncertain = method == HttpMethod.Put && code is 408 or 502 or 504;
        return failure;
    }

    /// <summary>A failure of this exchange.</summary>
    public MimCmException Failure(MimCmError error, string message, Exception? inner = null) =>
        new(error, message, inner) { Uri = ApiConnection.WithoutQuery(uri), StatusCode = (int)response.StatusCode };

    public void Dispose()
    {
        _reader?.Dispose();
        if (!_isAtEnd)
            _body?.Abandon();

        _body?.Dispose();
        response.Dispose();
    }

    private async Task OpenBodyAsync(object? source, CancellationToken cancellationToken)
    {
        var type = response.Content.Headers.ContentType;
        if (response.StatusCode != HttpStatusCode.OK && method == HttpMethod.Get)
            throw Damaged(Strings.OtherSuccess.With((int)response.StatusCode), inner: null);

        // A page from a proxy or a sign-in form says so here. An answer that says nothing is judged by its body.
        if (type is not null && !IsJson(type.MediaType))
            throw Damaged(Strings.NotJson.With(type.MediaType), inner: null);

        if (type?.CharSet?.Trim('"') is { Length: > 0 } charset && !Utf8Names.Contains(charset, StringComparer.OrdinalIgnoreCase))
            throw Damaged(Strings.NotUtf8.With(charset), inner: null);

        cancellationToken.ThrowIfCancellationRequested();
#if NET
        _body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        _body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        _reader = new JsonItemReader(_body, source);
    }

    /// <summary>Reads on; false at the end. A failure waits until the requests before it have been given.</summary>
    private async ValueTask<bool> ReadBatchAsync(CancellationToken cancellationToken)
    {
        var reader = _reader!;
        try
        {
            _isAtEnd = !await reader.ReadAsync(Batch, transport.IdleTimeout, cancellationToken).ConfigureAwait(false);
            return !_isAtEnd;
        }
        catch (JsonException e)
        {
            _pending = Damaged(e.Message, e);
        }
        catch (TimeoutException e)
        {
            _pending = Broken(MimCmError.Timeout, Strings.Silence.With(uri.Authority, transport.IdleTimeout.TotalSeconds, reader.Count), e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            // Some bytes of the body came and the rest did not, or they could not be unpacked: the body is cut short.
            _pending = Damaged(Strings.BodyBroke.With(e.Message), e);
            _pending.IsTransient = e is not InvalidDataException;
        }

        return true;
    }

    private void ThrowPending()
    {
        if (_pending is not null)
            throw _pending;
    }

    private MimCmException Damaged(string what, Exception? inner) =>
        Broken(MimCmError.InvalidResponse, Strings.InvalidResponse.With(what, Count), inner);

    private MimCmException Broken(MimCmError error, string message, Exception? inner)
    {
        var failure = Failure(error, message, inner);
        failure.IsOutcomeUncertain = method == HttpMethod.Put;
        return failure;
    }

    private static bool IsJson(string? mediaType) =>
        mediaType is not null
        && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));

    private (MimCmError Error, string Text) MapStatusCode(int code) => code switch
    {
        401 => (MimCmError.Unauthorized, Strings.Unauthorized.With(uri.Authority, OfferedSchemes())),
        403 => (MimCmError.Forbidden, id is null ? Strings.ForbiddenList : Strings.ForbiddenRequest.With(id)),
        404 when id is not null => (MimCmError.RequestNotFound, Strings.RequestNotFound.With(id)),
        404 => (MimCmError.ApiDisabled, Strings.ApiDisabled.With(ApiConnection.WithoutQuery(uri))),
        407 => (MimCmError.ConnectionFailed, Strings.ProxyRefused),
        408 => (MimCmError.Timeout, Strings.ServerTimeout.With(uri.Authority)),
        409 => (MimCmError.StateConflict, id is null ? Strings.Conflict : Strings.StateConflict.With(id)),
        429 or 503 => (MimCmError.ServerBusy, Strings.ServerBusy.With(uri.Authority, code)),
        >= 300 and < 400 => (MimCmError.Redirected, Strings.Redirected.With(uri.Authority, RedirectTarget())),
        >= 500 => (MimCmError.ServerError, Strings.ServerError.With(uri.Authority, code)),
        _ => (MimCmError.BadRequest, Strings.BadRequest.With(uri.Authority, code)),
    };

    private string OfferedSchemes()
    {
        var schemes = string.Join(", ", response.Headers.WwwAuthenticate.Select(header => header.Scheme).Distinct());
        return schemes.Length == 0 ? Strings.NoScheme : schemes;
    }

    private string RedirectTarget() => response.Headers.Location is not { } target
        ? Strings.NoTarget
        : target.IsAbsoluteUri ? target.GetLeftPart(UriPartial.Authority) : ErrorMessageReader.Printable(target.OriginalString);

    private TimeSpan? RetryAfter()
    {
        if (response.Headers.RetryAfter is not { } header)
            return null;

        // The server's own clock, where it tells: the two machines need not agree.
        var wait = header.Delta ?? (header.Date - (response.Headers.Date ?? DateTimeOffset.UtcNow));
        return wait > TimeSpan.Zero ? wait : null;
    }
}
