namespace MimCm;

/// <summary>TaskCompletionSource without a result, which .NET Framework does not have.</summary>
internal sealed class TaskCompletionSource : TaskCompletionSource<bool>
{
    public void SetResult() => SetResult(true);

    public void TrySetResult() => TrySetResult(true);
}
