using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MimCm.Http;

/// <summary>Extracts a sanitized message from an error response. The message contains no HTML, no control characters and no secrets, and is at most
/// one paragraph long.</summary>
internal static partial class ErrorMessageReader
{
    private const int LongestBody = 64 * 1024;
    private const string GuidText = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>Reads the message. A body that cannot be read counts as a body without a message.</summary>
    public static async Task<ServerMessage> ReadAsync(
        HttpResponseMessage response, ApiCall call, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, settings, cancellationToken).ConfigureAwait(false);
        var type = response.Content?.Headers.ContentType;
        var text = Decode(body, type?.CharSet);
        if (type?.MediaType?.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0 || IsHtml(text))
            return new ServerMessage(Text: null, CorrelationId: null, IsHtml: true);

        var message = ExtractMessage(text.Trim().Trim('\uFEFF'));
        if (string.IsNullOrWhiteSpace(message) || IsHtml(message))
            return new ServerMessage(Text: null, CorrelationId: null, IsHtml: false);

        message = settings.Redactor.Redact(message);
        return new ServerMessage(settings.Sanitizer.ToParagraph(message), FindCorrelationId(message, call.ItemId), IsHtml: false);
    }

    /// <summary>Finds the message in the error object of ASP.NET Web API or in a JSON string, or returns the text unchanged.</summary>
    private static string ExtractMessage(string text)
    {
        if (text.Length == 0)
            return "";

        try
        {
            if (text[0] == '"')
                return JsonSerializer.Deserialize(text, ClientJsonContext.Default.String) ?? "";

            if (text[0] != '{')
                return text;

            var error = JsonSerializer.Deserialize(text, ClientJsonContext.Default.HttpErrorBody);
            var parts = new[] { error?.Message, error?.MessageDetail, error?.ExceptionMessage };
            return string.Join(" ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Distinct());
        }
        catch (JsonException)
        {
            return text[0] == '{' ? "" : text.Trim('"');
        }
    }

    private static bool IsHtml(string text) =>
        text.TrimStart(' ', '\r', '\n', '\t', '\uFEFF').StartsWith("<", StringComparison.Ordinal)
        || text.IndexOf("<html", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Returns the GUID after the word "correlation", or else the first GUID that is not the id of the object.</summary>
    private static Guid? FindCorrelationId(string message, Guid? itemId)
    {
        var ids = GuidPattern().Matches(message).Cast<Match>()
            .Select(match => (match.Index, Id: Guid.Parse(match.Value)))
            .Where(found => found.Id != itemId)
            .ToArray();
        var word = Math.Max(0, message.IndexOf("correlation", StringComparison.OrdinalIgnoreCase));
        return ids.Length == 0 ? null : ids.Where(found => found.Index >= word).Concat(ids).First().Id;
    }

    private static string Decode(byte[] body, string? charset)
    {
        try
        {
            return Encoding.GetEncoding(charset?.Trim('"') ?? "utf-8").GetString(body);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(body);
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        if (response.Content is null)
            return [];

        var body = new byte[LongestBody];
        var length = 0;
        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            var limit = settings.Timeout < LongestWait ? settings.Timeout : LongestWait;
            using var reader = new IdleTimeoutReader(stream, settings.TimeProvider, limit, limit);
            while (length < body.Length)
            {
                var read = await reader.ReadAsync(body, length, body.Length - length, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;

                length += read;
            }
        }
        catch (TimeoutException)
        {
            // The part that has arrived may contain the message.
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException)
        {
            return [];
        }

        Array.Resize(ref body, length);
        return body;
    }

#if NET
    [GeneratedRegex(GuidText)]
    private static partial Regex GuidPattern();
#else
    private static readonly Regex Pattern = new(GuidText);

    private static Regex GuidPattern() => Pattern;
#endif
}
