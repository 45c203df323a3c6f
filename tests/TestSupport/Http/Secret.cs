using System.Security;

namespace MimCm.Tests;

internal static class Secret
{
    public static SecureString Of(string text)
    {
        var secret = new SecureString();
        foreach (var letter in text)
            secret.AppendChar(letter);

        secret.MakeReadOnly();
        return secret;
    }

    /// <summary>A provider of one token.</summary>
    public static AccessTokenProvider Source(string token)
    {
        var secret = Of(token);
        return (refused, _) => Task.FromResult(refused is null ? secret : null);
    }
}
