using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MimCm.Wire;

namespace MimCm;

/// <summary>What the server said of a failure, fit to be shown: no page, no control characters, no more than a paragraph.</summary>
internal static partial class ServerWords
{
    private const int LongestBody = 64 * 1024;
    private const int LongestMessage = 1000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Reads the words and the correlation id in them; what can't be read is no words.</summary>
    public static async Task<(string? Message, Guid? CorrelationId)> ReadAsync(HttpResponseMessage response, TimeSpan silence, Guid? requestId, CancellationToken cancellationToken)
    {
        var body = await ReadBodyAsync(response, silence < Patience ? silence : Patience, cancellationToken).ConfigureAwait(false);
        var message = Message(body, response.Content?.Headers.ContentType?.MediaType ?? "");
        if (message is null)
            return (null, null);

        message = Printable(message);
        foreach (Match match in GuidPattern().Matches(message))
        {
            if (Guid.TryParse(match.Value, out var found) && found != requestId)
                return (message, found);
        }

        return (message, null);
    }

    /// <summary>The text without what could steer a terminal, and cut to a paragraph.</summary>
    public static string Printable(string text)
    {
        var clean = new StringBuilder(Math.Min(text.Length, LongestMessage));
        foreach (var letter in text)
        {
            if (clean.Length == LongestMessage)
                return clean.Append('…').ToString();

            clean.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return clean.ToString().Trim();
    }

    private static string? Message(byte[] body, string mediaType)
    {
        if (body.Length == 0 || mediaType.IndexOf("html", StringComparison.OrdinalIgnoreCase) >= 0)
            return null;

        try
        {
            var error = JsonSerializer.Deserialize(body, WireJsonContext.Default.ErrorBody);
            var words = new[] { error?.Message, error?.MessageDetail, error?.ExceptionMessage }.Where(text => !string.IsNullOrWhiteSpace(text)).Distinct().ToArray();
            return words.Length == 0 ? null : string.Join(" ", words);
        }
        catch (JsonException)
        {
            var text = Encoding.UTF8.GetString(body).Trim();
            return text.Length == 0 || text[0] is '<' or '{' ? null : text.Trim('"');
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, TimeSpan silence, CancellationToken cancellationToken)
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
            var body = new byte[LongestBody];
            var length = 0;
            int read;
            while (length < body.Length && (read = await stream.ReadInTimeAsync(body, length, body.Length - length, silence, cancellationToken).ConfigureAwait(false)) > 0)
                length += read;

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
