using System.Globalization;
using System.Security.Authentication;
using System.Text;
using System.Text.RegularExpressions;

namespace MimCm.Text;

/// <summary>What a failure says, made fit to be shown and to be logged. The platform repeats in its messages what a server or a proxy
/// has sent, byte for byte, and the address of the system's proxy with the password that may stand in it.</summary>
internal static class TextSanitizer
{
    private const int Longest = 2000;

    /// <summary>The user name and password of an address, the value of an Authorization header, a JSON web token, cookies.</summary>
    private static readonly Regex Secrets = new(
        """
        (?<=//)[^/\s'"@]+(?=@)
        | (?<=\b(Bearer|Basic|Negotiate|NTLM)\s+)(?-i:(?=\S*[A-Z0-9=]))[A-Za-z0-9+/_.~=-]{8,}
        | \beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+
        | (?<=\bCookie\s*[:=]).*
        """,
        RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace | RegexOptions.IgnoreCase);

    /// <summary>The text without what steers a terminal or turns the text around, without secrets, and of a length that one reads.</summary>
    public static string Of(string text)
    {
        var clean = new StringBuilder(text, 0, Math.Min(text.Length, Longest), Longest + 1);
        for (var i = 0; i < clean.Length; i++)
        {
            if (!IsSafe(clean[i]))
                clean[i] = ' ';
        }

        if (clean.Length < text.Length)
            clean.Append('…');

        return WithoutSecrets(clean.ToString());
    }

    /// <summary>The text without what a server or a proxy may have repeated of what it was told.</summary>
    public static string WithoutSecrets(string text) => Secrets.Replace(text, "…");

    /// <summary>The failure as it is, or where the platform's words are not fit to be shown, one of its kind with words that are.</summary>
    public static Exception? Of(Exception? failure)
    {
        var inner = failure?.InnerException is { } given ? Of(given) : null;
        if (failure is null || (inner == failure.InnerException && Of(failure.Message) == failure.Message))
            return failure;

        var message = Of(failure.Message);
        return failure switch
        {
#if NET
            HttpRequestException http => new HttpRequestException(http.HttpRequestError, message, inner, http.StatusCode),
#else
            HttpRequestException => new HttpRequestException(message, inner),
#endif
            AuthenticationException => new AuthenticationException(message, inner),
            IOException => new IOException(message, inner),

            // Not the platform's: what a source of tokens says is its own.
            _ => failure,
        };
    }

    private static bool IsSafe(char letter) =>
        letter is '\n' or '\r' or '\t' || (!char.IsControl(letter) && char.GetUnicodeCategory(letter) != UnicodeCategory.Format);
}
