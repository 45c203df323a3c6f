using System.Net;
using System.Text;
using System.Text.Json;

namespace MimCm.Http;

/// <summary>A successful response whose headers have arrived, and the items in its body.</summary>
/// <typeparam name="T">The item.</typeparam>
/// <param name="response">The response.</param>
/// <param name="call">The call that the response belongs to.</param>
/// <param name="settings">The settings of the client.</param>
/// <param name="parser">Parses one item.</param>
internal sealed class ItemResponse<T>(HttpResponseMessage response, ApiCall call, ConnectionSettings settings, JsonItemParser<T> parser) : ApiResponse
    where T : class
{
    private const int LargestText = 64 * 1024 * 1024;

    private static readonly string[] Utf8Names = ["utf-8", "utf8", "us-ascii"];

    private Stream? _body;
    private JsonItemReader<T>? _reader;
    private IdleTimeoutReader? _timedBody;
    private bool _isAtEnd;

    // A failure after complete items. It is thrown after these items have been returned.
    private MimCmException? _pending;

    /// <inheritdoc/>
    public override long? Length { get; } = response.Content.Headers.ContentLength;

    /// <inheritdoc/>
    public override int Count => _reader?.Count ?? 0;

    /// <inheritdoc/>
    public override long Received => _reader?.Received ?? 0;

    /// <summary>The items of the last read. The list is reused for the next read.</summary>
    public List<T> Batch { get; } = [];

    /// <summary>Starts to read the body.</summary>
    /// <returns>False if the response has no content.</returns>
    public async Task<bool> OpenAsync(CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.NoContent)
            return false;

        if (response.StatusCode != HttpStatusCode.OK && call.Method == HttpMethod.Get)
            throw Invalid(Strings.OtherSuccess.With((int)response.StatusCode), inner: null);

        // The content type shows whether this is a page of a proxy or a sign-in form. Without a content type, the body decides.
        var type = response.Content.Headers.ContentType;
        if (type is not null && !IsJson(type.MediaType))
            throw NotJson(type.MediaType ?? "");

        if (type?.CharSet?.Trim('"') is { Length: > 0 } charset && !Utf8Names.Contains(charset, StringComparer.OrdinalIgnoreCase))
            throw Invalid(Strings.NotUtf8.With(charset), inner: null);

        cancellationToken.ThrowIfCancellationRequested();
#if NET
        _body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
        _body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
        // At most one timeout of the deadline has already passed while waiting for the headers.
        TimeSpan? deadline = call.HasDeadline ? settings.ResponseDeadline - settings.Timeout : null;
        _timedBody = new IdleTimeoutReader(_body, settings.TimeProvider, settings.Timeout, deadline);
        _reader = new JsonItemReader<T>(_timedBody, parser);
        return true;
    }

    /// <summary>Reads the next items into <see cref="Batch"/>.</summary>
    /// <param name="validate">Returns a description of what is wrong with an item; null if it is valid. If this parameter is null, all items are
    /// valid.</param>
    /// <param name="filter">Returns whether to include an item. If this parameter is null, all items are included.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>False at the end of the list.</returns>
    /// <exception cref="MimCmException">The list is invalid or incomplete. The items before the error have been returned.</exception>
    public async ValueTask<bool> ReadNextAsync(Func<T, string?>? validate, Func<T, bool>? filter, CancellationToken cancellationToken)
    {
        Batch.Clear();
        while (Batch.Count == 0)
        {
            if (_pending is not null)
                throw _pending;

            if (_reader is null || !await ReadBatchAsync(cancellationToken).ConfigureAwait(false))
                return false;

            if (validate is not null)
                Validate(validate);

            if (filter is not null)
                Batch.RemoveAll(item => !filter(item));
        }

        return true;
    }

    /// <summary>Reads a single item and the rest of the body.</summary>
    /// <param name="validate">Returns a description of what is wrong with the item; null if it is valid.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<T> ReadSingleAsync(Func<T, string?>? validate, CancellationToken cancellationToken)
    {
        while (_pending is null && Batch.Count < 2 && await ReadBatchAsync(cancellationToken).ConfigureAwait(false))
        {
        }

        if (_pending is not null)
            throw _pending;

        if (Batch.Count != 1)
            throw Invalid(Strings.NotOneItem.With(Batch.Count), inner: null);

        return validate?.Invoke(Batch[0]) is { } problem ? throw Invalid(problem, inner: null) : Batch[0];
    }

    /// <summary>Reads the complete body as text, which must be JSON.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    public async Task<string> ReadTextAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var text = new MemoryStream();
            var buffer = new byte[16 * 1024];
            int read;
            while ((read = await _timedBody!.ReadAsync(buffer, 0, buffer.Length, cancellationToken).ConfigureAwait(false)) > 0)
            {
                text.Write(buffer, 0, read);
                if (text.Length > LargestText)
                    throw new JsonException(Strings.RequestTooLarge.With(LargestText / 1024 / 1024));
            }

            _isAtEnd = true;
            return ToJson(text);
        }
        catch (Exception e) when (MapReadFailure(e) is { } failure)
        {
            throw failure;
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _reader?.Dispose();
        if (!_isAtEnd)
            _body?.Abort();

        _body?.Dispose();
        response.Dispose();
    }

    /// <summary>Reads more items; false at the end. A failure is thrown only after the items before it have been returned.</summary>
    private async ValueTask<bool> ReadBatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            _isAtEnd = !await _reader!.ReadAsync(Batch, cancellationToken).ConfigureAwait(false);
            return !_isAtEnd;
        }
        catch (Exception e) when (MapReadFailure(e) is { } failure)
        {
            _pending = failure;
        }

        return true;
    }

    /// <summary>Maps an exception that occurred while the body was read; null if the exception is not about the body.</summary>
    private MimCmException? MapReadFailure(Exception exception) => exception switch
    {
        JsonException => Invalid(exception.Message, exception),
        TimeoutException when _timedBody!.HasPassedDeadline =>
            Fail(MimCmError.Timeout, Strings.ResponseTooSlow.With(call.Uri.Authority, settings.ResponseDeadline.TotalSeconds), exception,
                FailureKind.InvalidBody),
        TimeoutException => Fail(MimCmError.Timeout, Strings.Silence.With(call.Uri.Authority, settings.Timeout.TotalSeconds, Count), exception,
            FailureKind.InvalidBody),
        InvalidDataException => Invalid(Strings.BodyBroke.With(exception.Message.TrimEnd('.')), exception),

        // Only a part of the body arrived.
        IOException or HttpRequestException => Invalid(Strings.BodyBroke.With(exception.Message.TrimEnd('.')), exception, FailureKind.ConnectionLost),
        _ => null,
    };

    private static string ToJson(MemoryStream text)
    {
        text.Position = 0;
        using var reader = new StreamReader(text, Encoding.UTF8);
        var json = reader.ReadToEnd();
        try
        {
            JsonDocument.Parse(json).Dispose();
            return json;
        }
        catch (JsonException e)
        {
            // The message of the parser contains text of the body.
            throw new JsonException(Strings.JsonMalformed.With(e.BytePositionInLine ?? 0), e);
        }
    }

    private void Validate(Func<T, string?> validate)
    {
        for (var i = 0; i < Batch.Count; i++)
        {
            if (validate(Batch[i]) is not { } problem)
                continue;

            _pending = Invalid(problem, inner: null);
            Batch.RemoveRange(i, Batch.Count - i);
        }
    }

    private MimCmException NotJson(string mediaType)
    {
        var isHtml = mediaType.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0;
        var text = Strings.NotJson.With(mediaType);
        var failure = Invalid(isHtml ? $"{text}. {Strings.HtmlResponse.With(ErrorMapper.DescribeSender(response, call)).TrimEnd('.')}" : text, inner: null);
        failure.IsHtmlResponse = isHtml;
        return failure;
    }

    private MimCmException Invalid(string problem, Exception? inner, FailureKind kind = FailureKind.InvalidBody) =>
        Fail(MimCmError.InvalidResponse, Strings.InvalidResponse.With(problem, Count), inner, kind);

    private MimCmException Fail(MimCmError error, string message, Exception? inner, FailureKind kind) =>
        new(error, message, inner, settings.Sanitizer) { Uri = call.UriWithoutQuery, StatusCode = (int)response.StatusCode, Kind = kind };

    private static bool IsJson(string? mediaType) =>
        mediaType is not null
        && (mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.Equals("text/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase));
}
