namespace MimCm.Requests;

/// <summary>How far a list has come. It may be looked at from any thread while the list is read, and costs the reading nothing.</summary>
internal sealed class ListProgress
{
    private volatile ApiResponse? _now;
    private int _requests;
    private long _bytes;

    /// <summary>The requests that have come whole, wanted or not.</summary>
    public int Requests => Volatile.Read(ref _requests) + (_now?.Count ?? 0);

    /// <summary>The bytes of the bodies that have come.</summary>
    public long Bytes => Volatile.Read(ref _bytes) + (_now?.Received ?? 0);

    /// <summary>The bytes there are in all; null where that is not known.</summary>
    public long? Length { get; private set; }

    /// <summary>A list begins, or begins again.</summary>
    public void Begin(ApiResponse answer, bool isOnly)
    {
        Length = isOnly ? answer.Length : null;
        _now = answer;
    }

    /// <summary>The list that began last has come to its end.</summary>
    public void End()
    {
        if (_now is not { } done)
            return;

        _now = null;
        Volatile.Write(ref _requests, _requests + done.Count);
        Volatile.Write(ref _bytes, _bytes + done.Received);
    }
}
