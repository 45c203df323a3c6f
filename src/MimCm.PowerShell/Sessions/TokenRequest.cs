using System.Security;

namespace MimCm.PowerShell.Sessions;

/// <summary>One run of the script block of -AccessTokenProvider, and the calls that wait for its token.</summary>
/// <param name="refused">The token that the server rejected; null for the first token.</param>
internal sealed class TokenRequest(SecureString? refused)
{
    private readonly TaskCompletionSource<(SecureString? Token, MimCmException? Failure)> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _claimed;

    /// <summary>The token to replace; null for the first one.</summary>
    public SecureString? Refused => refused;

    /// <summary>The commands that wait for the token.</summary>
    public HashSet<CmCmdletBase> WaitingCmdlets { get; } = [];

    /// <summary>Assigns the script block to the caller. Returns false if another thread already runs it, or if no call is waiting any more.</summary>
    public bool TryClaim() => Volatile.Read(ref _waiting) > 0 && Interlocked.Exchange(ref _claimed, 1) == 0;

    public void Complete(SecureString? token, MimCmException? failure) => _result.SetResult((token, failure));

    /// <summary>Ends the request without a result, because the command that ran the script block was stopped.</summary>
    public void Cancel() => _result.SetCanceled();

    /// <summary>Waits for the token.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled, or the command that ran the script block was stopped.</exception>
    public async Task<(SecureString? Token, MimCmException? Failure)> WaitAsync(CancellationToken cancellationToken)
    {
        var canceled = new TaskCompletionSource<(SecureString?, MimCmException?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _waiting);
        try
        {
            using (cancellationToken.Register(() => canceled.TrySetCanceled()))
                return await (await Task.WhenAny(_result.Task, canceled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
