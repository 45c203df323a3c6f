using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;

namespace MimCm.PowerShell.Sessions;

/// <summary>Gives a session its access tokens.</summary>
internal sealed class ScriptBlockTokenProvider
{
    private readonly object _gate = new();
    private readonly ConditionalWeakTable<CmCmdletBase, TokenRequest> _failedRequests = new();
    private readonly ScriptBlock _provider;
    private readonly Guid? _originRunspaceId = Runspace.DefaultRunspace?.InstanceId;
    private SecureString? _last;
    private TokenRequest? _open;

    private ScriptBlockTokenProvider(ScriptBlock provider) => _provider = provider;

    /// <summary>The one token there is.</summary>
    public static AccessTokenProvider FromToken(SecureString token)
    {
        // A copy: what the caller does with the variable later is not the session's.
        var own = Keep(token);
        return (refused, _) => Task.FromResult(refused is null ? own : null);
    }

    /// <summary>The tokens a script block gives: asked when the first is needed, and once more for each that the server refuses.</summary>
    public static AccessTokenProvider FromScriptBlock(ScriptBlock provider) => new ScriptBlockTokenProvider(provider).GetAsync;

    private async Task<SecureString?> GetAsync(SecureString? refused, CancellationToken cancellationToken)
    {
        var cmdlet = CmCmdletBase.ActiveCmdlet ?? throw new InvalidOperationException(Strings.NoPipeline);
        while (true)
        {
            TokenRequest? request;
            lock (_gate)
            {
                if (_last is not null && _last != refused)
                    return _last;

                // A command that has asked in vain does not ask again for its next request: somebody may have to sign in by hand.
                if (!_failedRequests.TryGetValue(cmdlet, out request) || request.Refused != refused)
                {
                    request = _open ??= new TokenRequest(refused);
                    request.WaitingCmdlets.Add(cmdlet);
                }
            }

            try
            {
                var answer = request.WaitAsync(cancellationToken);

                // A script block runs on a pipeline's thread. All who wait bring theirs, and the first that is free asks for all: of
                // two commands in one pipeline, the thread of the one may be waiting for the other.
                _ = cmdlet.InvokeOnPipelineThread(() => Ask(request));

                var (token, failure) = await answer.ConfigureAwait(false);
                if (failure is null)
                    return token;

                // Each call an exception of its own: it will say what that call was.
                throw Failed(failure.Message, refused, failure.InnerException);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever was asking was stopped, which is no answer.
            }
        }
    }

    /// <summary>Asks, on this thread, unless somebody else does.</summary>
    private bool Ask(TokenRequest request)
    {
        if (!request.TryClaim())
            return false;

        SecureString? token = null;
        MimCmException? failure = null;
        try
        {
            token = Invoke();
            if (token is null)
                failure = Failed(Strings.TokenMissing, request.Refused);
            else if (request.Refused is not null && IsSame(token, request.Refused))
                (token, failure) = (null, Failed(Strings.TokenAgain, request.Refused));
        }
        catch (PipelineStoppedException)
        {
            Close(request, token: null, isInVain: false);
            request.Cancel();
            throw;
        }
        catch (Exception e)
        {
            failure = Failed(Strings.TokenFailed.With(TextSanitizer.Default.ToParagraph(e.Message)), request.Refused, e);
        }

        Close(request, token, isInVain: failure is not null);
        request.Complete(token, failure);
        return true;
    }

    private void Close(TokenRequest request, SecureString? token, bool isInVain)
    {
        lock (_gate)
        {
            _open = null;
            _last = token ?? _last;
            if (!isInVain)
                return;

            foreach (var cmdlet in request.WaitingCmdlets)
            {
                _failedRequests.Remove(cmdlet);
                _failedRequests.Add(cmdlet, request);
            }

            request.WaitingCmdlets.Clear();
        }
    }

    private SecureString? Invoke()
    {
        // Elsewhere than in the runspace that it comes from, a script block would wait for that one, which may be waiting for this.
        var provider = Runspace.DefaultRunspace?.InstanceId == _originRunspaceId ? _provider : ScriptBlock.Create(_provider.ToString());
        return ToSecureString(provider.Invoke().LastOrDefault()?.BaseObject);
    }

    private static MimCmException Failed(string message, SecureString? refused, Exception? inner = null) =>
        new(MimCmError.Unauthorized, message, inner) { StatusCode = refused is null ? null : 401 };

    private static SecureString? ToSecureString(object? value)
    {
        if (value is SecureString token)
            return token.Length == 0 ? null : Keep(token);

        if (value is not string { Length: > 0 } text)
            return null;

        var secure = new SecureString();
        foreach (var letter in text)
            secure.AppendChar(letter);

        secure.MakeReadOnly();
        return secure;
    }

    private static SecureString Keep(SecureString token)
    {
        var own = token.Copy();
        own.MakeReadOnly();
        return own;
    }

    /// <summary>Compares two tokens without a copy of either that would stay in memory.</summary>
    private static bool IsSame(SecureString one, SecureString other)
    {
        if (one.Length != other.Length)
            return false;

        var (first, second) = (Marshal.SecureStringToGlobalAllocUnicode(one), Marshal.SecureStringToGlobalAllocUnicode(other));
        try
        {
            var difference = 0;
            for (var i = 0; i < one.Length; i++)
                difference |= Marshal.ReadInt16(first, 2 * i) ^ Marshal.ReadInt16(second, 2 * i);

            return difference == 0;
        }
        finally
        {
            Marshal.ZeroFreeGlobalAllocUnicode(first);
            Marshal.ZeroFreeGlobalAllocUnicode(second);
        }
    }
}
