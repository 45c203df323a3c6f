using System.Security.Authentication;
using System.Text.RegularExpressions;

namespace MimCm.Text;

/// <summary>Sanitizes text so that it can be displayed and logged. Messages of the platform can contain text from a server or proxy unchanged, and
/// the address of the system's proxy with its password.</summary>
internal sealed class TextSanitizer(SecretRedactor? redactor)
{
    private const int LongestMessage = 2000;
    private const int LongestParagraph = 1000;

    /// <summary>The maximum length of a text to search. Longer text is truncated first.</summary>
    private const int LongestInput = 256 * 1024;

    /// <summary>Matches the user name and password in an address, the value of an Authorization header, JSON web tokens and cookies.</summary>
    private static readonly Regex SecretPattern = new(
        """
        (?<=//)[^/\s'"@]+(?=@)
        | (?<=\b(Bearer|Basic|Negotiate|NTLM)\s+)(?-i:(?=\S*[A-Z0-9=]))[A-Za-z0-9+/_.~=-]{8,}
        | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+
        | (?<=\bCookie\s*[:=]).*
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase);

    /// <summary>A sanitizer without known secrets. It recognizes secrets only by their usual form.</summary>
    public static TextSanitizer Default { get; } = new(redactor: null);

    /// <summary>Returns a message without unsafe characters and secrets, truncated to 2,000 characters.</summary>
    public string ToMessage(string text)
    {
        text = UnicodeText.ReplaceUnsafeCharacters(RedactExact(text));
        return UnicodeText.Truncate(RedactPattern(UnicodeText.Truncate(text, 2 * LongestMessage)), LongestMessage);
    }

    /// <summary>Returns text of a server on one line, without unsafe characters and secrets, truncated to 1,000 characters.</summary>
    public string ToParagraph(string text) =>
        UnicodeText.Truncate(RedactPattern(UnicodeText.ToSingleLine(RedactExact(text), 2 * LongestParagraph)), LongestParagraph);

    /// <summary>Returns the exception, or an exception of the same type with a sanitized message if its message is not safe to display.</summary>
    public Exception? ToSafeException(Exception? exception)
    {
        var inner = exception?.InnerException is { } given ? ToSafeException(given) : null;
        if (exception is null || (inner == exception.InnerException && ToMessage(exception.Message) == exception.Message))
            return exception;

        var message = ToMessage(exception.Message);
        return exception switch
        {
#if NET
            HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode),
#else
            HttpRequestException => new HttpRequestException(message, inner),
#endif
            AuthenticationException => new AuthenticationException(message, inner),
            IOException => new IOException(message, inner),

            // Not an exception of the platform, but for example of a token provider.
            _ => exception,
        };
    }

    private static string RedactPattern(string text) => SecretPattern.Replace(text, "…");

    /// <summary>Removes known secrets. This comes first, because a secret that was truncated or changed is no longer found.</summary>
    private string RedactExact(string text)
    {
        if (text.Length > LongestInput)
            text = text.Substring(0, LongestInput);

        return redactor?.Redact(text) ?? text;
    }
}
