namespace MimCm.Requests;

/// <summary>The list that requests were read from. Whether it is complete is known only at its end, so each of its requests refers to it.</summary>
internal sealed class RequestList
{
    private volatile string? _failure;

    /// <summary>The failure that ended the list early; null if there was none, or if the list has not ended yet.</summary>
    public string? Failure
    {
        get => _failure;
        set => _failure = value;
    }
}
