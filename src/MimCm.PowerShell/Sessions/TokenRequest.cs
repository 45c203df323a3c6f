using System.Security;

namespace MimCm.PowerShell.Sessions;

/// <summary>A script block that gives tokens, asked once, and all who wait for its answer.</summary>
internal sealed class TokenRequest(SecureString? refused)
{
    private readonly TaskCompletionSource<(SecureString? Token, MimCmException? Failure)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private int _taken;

    /// <summary>The token that is to be replaced; null for the first.</summary>
    public SecureString? Refused => refused;

    /// <summary>The commands that wait for the answer.</summary>
    public HashSet<CmCmdletBase> WaitingCmdlets { get; } = [];

    /// <summary>Takes it upon the caller to ask; false where somebody else has, or nobody wants to know any more.</summary>
    public bool TryClaim() => Volatile.Read(ref _waiting) > 0 && Interlocked.Exchange(ref _taken, 1) == 0;

    public void Complete(SecureString? token, MimCmException? failure) => _answer.SetResult((token, failure));

    /// <summary>Whoever asked was stopped before there was an answer.</summary>
    public void Cancel() => _answer.SetCanceled();

    /// <summary>Waits for the answer.</summary>
    /// <exception cref="OperationCanceledException">It was canceled, or whoever asked gave up.</exception>
    public async Task<(SecureString? Token, MimCmException? Failure)> WaitAsync(CancellationToken cancellationToken)
    {
        var canceled = new TaskCompletionSource<(SecureString?, MimCmException?)>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Increment(ref _waiting);
        try
        {
            using (cancellationToken.Register(() => canceled.TrySetCanceled()))
                return await (await Task.WhenAny(_answer.Task, canceled.Task).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
