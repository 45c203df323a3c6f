namespace MimCm.Requests;

/// <summary>A list that requests were read from. It is known only at its end whether it is complete, so that its requests refer to it.</summary>
internal sealed class RequestList
{
    private volatile string? _failure;

    /// <summary>Why the list broke off; null when it did not, or has not ended yet.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }
}
