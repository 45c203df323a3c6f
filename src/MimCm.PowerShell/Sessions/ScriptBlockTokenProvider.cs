using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;

namespace MimCm.PowerShell.Sessions;

/// <summary>Provides the access tokens of a session.</summary>
internal sealed class ScriptBlockTokenProvider
{
    private readonly object _gate = new();
    private readonly ConditionalWeakTable<CmCmdletBase, TokenRequest> _failedRequests = new();
    private readonly AsyncLocal<bool> _isInvoking = new();
    private readonly ScriptBlock _provider;
    private readonly Guid? _originRunspaceId = Runspace.DefaultRunspace?.InstanceId;
    private SecureString? _lastToken;
    private TokenRequest? _pendingRequest;

    private ScriptBlockTokenProvider(ScriptBlock provider) => _provider = provider;

    /// <summary>Returns a provider of one fixed token.</summary>
    public static AccessTokenProvider FromToken(SecureString token)
    {
        // A copy, because the caller may dispose of its token.
        var own = Copy(token);
        return (refused, _) => Task.FromResult(refused is null ? own : null);
    }

    /// <summary>Returns a provider that runs a script block for the first token, and again whenever the server rejects a token.</summary>
    public static AccessTokenProvider FromScriptBlock(ScriptBlock provider) => new ScriptBlockTokenProvider(provider).GetAsync;

    private async Task<SecureString?> GetAsync(SecureString? refused, CancellationToken cancellationToken)
    {
        // A background call uses the current token. A new token needs a command, because the script block runs on the thread of a command.
        if (CmCmdletBase.ActiveCmdlet is not { } cmdlet)
        {
            lock (_gate)
                return _lastToken is not null && _lastToken != refused ? _lastToken : throw new InvalidOperationException(Strings.NoPipeline);
        }

        // A command in the script block would wait for the token that the script block is to return.
        if (_isInvoking.Value)
            throw CreateException(Strings.TokenRecursion, refused);

        while (true)
        {
            TokenRequest? request;
            lock (_gate)
            {
                if (_lastToken is not null && _lastToken != refused)
                    return _lastToken;

                // A command whose token request failed does not repeat it for its next call: the script block may be an interactive sign-in.
                if (!_failedRequests.TryGetValue(cmdlet, out request) || request.Refused != refused)
                {
                    request = _pendingRequest ??= new TokenRequest(refused);
                    request.WaitingCmdlets.Add(cmdlet);
                }
            }

            try
            {
                var result = request.WaitAsync(cancellationToken);

                // A script block needs a pipeline thread. Every waiting command offers its thread, and the first free one runs the script block for
                // all. This avoids a deadlock of two commands in one pipeline, where one waits for the other.
                _ = cmdlet.InvokeOnPipelineThread(() => Run(request));

                var (token, failure) = await result.ConfigureAwait(false);
                if (failure is null)
                    return token;

                // A separate exception for each call, because the client adds the details of the call to it.
                throw CreateException(failure.Message, refused, failure.InnerException);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // The command that ran the script block was stopped. Try again with another command.
            }
        }
    }

    /// <summary>Runs the script block on this thread, unless another thread already runs it.</summary>
    private bool Run(TokenRequest request)
    {
        if (!request.TryClaim())
            return false;

        SecureString? token = null;
        MimCmException? failure = null;
        try
        {
            token = Invoke();
            if (token is null)
                failure = CreateException(Strings.TokenMissing, request.Refused);
            else if (request.Refused is not null && IsSame(token, request.Refused))
                (token, failure) = (null, CreateException(Strings.TokenAgain, request.Refused));
        }
        catch (PipelineStoppedException)
        {
            EndRequest(request, token: null, hasFailed: false);
            request.Cancel();
            throw;
        }
        catch (Exception e)
        {
            failure = CreateException(Strings.TokenFailed.With(TextSanitizer.Default.ToParagraph(e.Message)), request.Refused, e);
        }

        EndRequest(request, token, hasFailed: failure is not null);
        request.Complete(token, failure);
        return true;
    }

    private void EndRequest(TokenRequest request, SecureString? token, bool hasFailed)
    {
        lock (_gate)
        {
            _pendingRequest = null;
            _lastToken = token ?? _lastToken;
            if (!hasFailed)
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
        // A script block is bound to its runspace. In another one it would wait for that runspace, which may be waiting for this one.
        var provider = Runspace.DefaultRunspace?.InstanceId == _originRunspaceId ? _provider : ScriptBlock.Create(_provider.ToString());
        _isInvoking.Value = true;
        try
        {
            return ToSecureString(provider.Invoke().LastOrDefault()?.BaseObject);
        }
        finally
        {
            _isInvoking.Value = false;
        }
    }

    private static MimCmException CreateException(string message, SecureString? refused, Exception? inner = null) =>
        new(MimCmError.Unauthorized, message, inner) { StatusCode = refused is null ? null : 401 };

    private static SecureString? ToSecureString(object? value)
    {
        if (value is SecureString token)
            return token.Length == 0 ? null : Copy(token);

        if (value is not string { Length: > 0 } text)
            return null;

        var secure = new SecureString();
        foreach (var letter in text)
            secure.AppendChar(letter);

        secure.MakeReadOnly();
        return secure;
    }

    private static SecureString Copy(SecureString token)
    {
        var own = token.Copy();
        own.MakeReadOnly();
        return own;
    }

    /// <summary>Compares two tokens without leaving a copy of either in managed memory.</summary>
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
