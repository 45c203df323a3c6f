namespace MimCm;

/// <summary>The one without a result, which .NET Framework lacks.</summary>
internal sealed class TaskCompletionSource : TaskCompletionSource<bool>
{
    public void SetResult() => SetResult(true);

    public void TrySetResult() => TrySetResult(true);
}
