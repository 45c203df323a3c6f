using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MimCm.Http;

/// <summary>What the server said of a failure, fit to be shown: no page, no control characters, no more than a paragraph.</summary>
internal static partial class ErrorMessageReader
{
    private const int LongestBody = 64 * 1024;
    private const int LongestMessage = 1000;
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Reads the words and the correlation id in them; what can't be read is no words.</summary>
    public static async Task<(string? Message, Guid? CorrelationId)> ReadAsync(HttpResponseMessage response, TimeSpan silence, Guid? requestId, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, silence < ResponseTimeout ? silence : ResponseTimeout, cancellationToken).ConfigureAwait(false);
        var type = response.Content?.Headers.ContentType;
        var message = type?.MediaType?.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0 ? null : Message(Decode(body, type?.CharSet));
        return message is null ? (null, null) : (Printable(message), CorrelationId(message, requestId));
    }

    /// <summary>The text without what could steer a terminal or hide what follows, and cut to a paragraph.</summary>
    public static string Printable(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, LongestMessage));
        foreach (var letter in text)
        {
            if (clean.Length >= LongestMessage && !char.IsLowSurrogate(letter))
                return TextSanitizer.WithoutSecrets(clean.Append('…').ToString());

            var isSpace = char.IsWhiteSpace(letter) || char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format;
            if (!isSpace)
                clean.Append(letter);
            else if (clean.Length > 0 && clean[clean.Length - 1] != ' ')
                clean.Append(' ');
        }

        return TextSanitizer.WithoutSecrets(clean.ToString().TrimEnd());
    }

    private static string? Message(string body)
    {
        var text = body.Trim().Trim('\uFEFF');
        var words = text.Length == 0 || IsPage(text) ? "" : Words(text);
        return string.IsNullOrWhiteSpace(words) || IsPage(words) ? null : words;
    }

    /// <summary>Finds the message in Web API's error, in a bare JSON string, or takes the text as it is.</summary>
    private static string Words(string text)
    {
        try
        {
            if (text[0] == '"')
                return JsonSerializer.Deserialize(text, ClientJsonContext.Default.String) ?? "";

            if (text[0] != '{')
                return text;

            var error = JsonSerializer.Deserialize(text, ClientJsonContext.Default.HttpErrorBody);
            var words = new[] { error?.Message, error?.MessageDetail, error?.ExceptionMessage }.Where(part => !string.IsNullOrWhiteSpace(part)).Distinct();
            return string.Join(" ", words);
        }
        catch (JsonException)
        {
            return text[0] == '{' ? "" : text.Trim('"');
        }
    }

    private static bool IsPage(string text) =>
        text.TrimStart().StartsWith("<", StringComparison.Ordinal) || text.IndexOf("<html", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>The id behind the word correlation, else the first that is not the request's.</summary>
    private static Guid? CorrelationId(string message, Guid? requestId)
    {
        var ids = GuidPattern().Matches(message).Cast<Match>()
            .Select(match => (match.Index, Id: Guid.Parse(match.Value)))
            .Where(found => found.Id != requestId)
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

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (response.Content is null)
            return [];

        try
        {
#if NET
            using var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
#else
            using var stream = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
#endif
            using var reader = new IdleTimeoutReader(stream);
            var body = new byte[LongestBody];
            var length = 0;
            var clock = Stopwatch.StartNew();
            while (length < body.Length && patience - clock.Elapsed is var left && left > TimeSpan.Zero)
            {
                var read = await reader.ReadAsync(body, length, body.Length - length, left, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;

                length += read;
            }

            Array.Resize(ref body, length);
            return body;
        }
        catch (Exception e) when (e is IOException or HttpRequestException or TimeoutException or InvalidDataException)
        {
            return [];
        }
    }

    private const string GuidText = "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

#if NET
    [GeneratedRegex(GuidText)]
    private static partial Regex GuidPattern();
#else
    private static readonly Regex Pattern = new(GuidText);

    private static Regex GuidPattern() => Pattern;
#endif
}
