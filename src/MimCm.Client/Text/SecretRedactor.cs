using System.Net;
using System.Security;
using System.Text;
using System.Text.Encodings.Web;

namespace MimCm.Text;

/// <summary>Replaces the secrets of one client in text from a server or proxy: passwords, access tokens and cookies, in plain text, percent-encoded,
/// in Base64 and escaped in JSON. Tokens stay in secure strings and are decrypted only while a text is searched.</summary>
internal sealed class SecretRedactor(Uri baseAddress, CookieContainer cookies, NetworkCredential? credential, NetworkCredential? proxyCredential)
{
    private const char Replacement = '…';

    /// <summary>The minimum length of a secret. Shorter values, such as the cookie "1", occur in ordinary text and protect nothing.</summary>
    private const int ShortestSecret = 4;

    private const int TokensKept = 4;
    private const int CookiesKept = 32;

    private readonly object _lock = new();
    private readonly List<SecureString> _tokens = [];
    private readonly List<string> _cookieValues = [];

    /// <summary>Adds a token. The latest tokens are kept, because a message can contain a token that has just been replaced.</summary>
    public void AddToken(SecureString token)
    {
        lock (_lock)
            Keep(_tokens, token, TokensKept);
    }

    /// <summary>Adds the cookies that are about to be sent, because the response can replace them and also contain them in a message.</summary>
    public void AddCookies()
    {
        if (cookies.Count == 0)
            return;

        var sent = cookies.GetCookies(baseAddress);
        lock (_lock)
        {
            foreach (Cookie cookie in sent)
                Keep(_cookieValues, cookie.Value, CookiesKept);
        }
    }

    /// <summary>Returns the text without the secrets.</summary>
    public string Redact(string text)
    {
        if (text.Length < ShortestSecret)
            return text;

        AddCookies();
        foreach (var form in Forms())
            text = Replace(text, form);

        return text;
    }

    private static void Keep<T>(List<T> list, T value, int most)
    {
        if (list.Contains(value))
            return;

        if (list.Count == most)
            list.RemoveAt(0);

        list.Add(value);
    }

    /// <summary>Returns the texts to search for, longest first, so that no part of a longer text remains.</summary>
    private IEnumerable<string> Forms()
    {
        var forms = new HashSet<string>(StringComparer.Ordinal);
        foreach (var account in new[] { credential, proxyCredential })
        {
            if (account is null)
                continue;

            AddForms(forms, account.Password);
            if (account.Password.Length > 0)
            {
                AddBase64(forms, $"{account.UserName}:{account.Password}");
                AddBase64(forms, $"{account.Domain}\\{account.UserName}:{account.Password}");
            }
        }

        lock (_lock)
        {
            foreach (var token in _tokens)
                AddForms(forms, BearerAuthenticator.Open(token));

            foreach (var value in _cookieValues)
                AddForms(forms, value);
        }

        return forms.OrderByDescending(form => form.Length);
    }

    private static void AddForms(HashSet<string> forms, string secret)
    {
        if (secret.Length < ShortestSecret)
            return;

        forms.Add(secret);
        forms.Add(Uri.EscapeDataString(secret));
        forms.Add(WebUtility.UrlEncode(secret)!);
        forms.Add(Uri.UnescapeDataString(secret));
        forms.Add(WebUtility.HtmlEncode(secret));
        forms.Add(JavaScriptEncoder.Default.Encode(secret));
        forms.Add(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret));
        forms.Add(secret.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("/", "\\/"));
        AddBase64(forms, secret);
    }

    private static void AddBase64(HashSet<string> forms, string secret)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(secret));
        forms.Add(text);
        forms.Add(text.TrimEnd('='));
        forms.Add(text.TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        forms.Add(Uri.EscapeDataString(text));
        forms.Add(Convert.ToBase64String(Encoding.Unicode.GetBytes(secret)));
    }

    /// <summary>Replaces a text, ignoring case: a server may have changed the case of a header value or of a percent-encoded byte.</summary>
    private static string Replace(string text, string form)
    {
        if (form.Length < ShortestSecret)
            return text;

        var at = text.IndexOf(form, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return text;

        var result = new StringBuilder(text.Length);
        var start = 0;
        for (; at >= 0; at = text.IndexOf(form, start, StringComparison.OrdinalIgnoreCase))
        {
            result.Append(text, start, at - start).Append(Replacement);
            start = at + form.Length;
        }

        return result.Append(text, start, text.Length - start).ToString();
    }
}
