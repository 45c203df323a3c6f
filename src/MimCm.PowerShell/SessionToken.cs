using System.Management.Automation;
using System.Security;

namespace MimCm.PowerShell;

/// <summary>Gives a session its access tokens.</summary>
internal static class SessionToken
{
    /// <summary>The one token there is.</summary>
    public static AccessTokenSource Fixed(SecureString token) => (renew, _) => Task.FromResult(renew ? null : token);

    /// <summary>The tokens a script block gives: asked when the first is needed, and when the server refuses the last.</summary>
    public static AccessTokenSource From(ScriptBlock provider)
    {
        var gate = new SemaphoreSlim(1, 1);
        SecureString? last = null;
        return async (renew, cancellationToken) =>
        {
            await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                if (last is null || renew)
                    last = await AskAsync(provider).ConfigureAwait(false);

                return last;
            }
            finally
            {
                gate.Release();
            }
        };
    }

    /// <summary>A script block belongs to its runspace: the cmdlet that waits runs it on the pipeline's thread.</summary>
    private static Task<SecureString?> AskAsync(ScriptBlock provider) =>
        CmCmdlet.Current is { } cmdlet
            ? cmdlet.OnPipelineThread(() => ToSecureString(provider.Invoke().LastOrDefault()?.BaseObject))
            : throw new InvalidOperationException(CommandText.NoPipeline);

    private static SecureString? ToSecureString(object? value)
    {
        if (value is SecureString token)
            return token;

        if (value is not string { Length: > 0 } text)
            return null;

        var secure = new SecureString();
        foreach (var letter in text)
            secure.AppendChar(letter);

        secure.MakeReadOnly();
        return secure;
    }
}
