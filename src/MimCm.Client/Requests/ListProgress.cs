namespace MimCm.Requests;

/// <summary>The progress of reading a list. The properties can be read from any thread while the list is read.</summary>
internal sealed class ListProgress
{
    private volatile ApiResponse? _current;
    private bool _isOnly = true;
    private int _items;
    private long _bytes;

    /// <summary>The number of requests received, including those that the filters exclude.</summary>
    public int Requests => Volatile.Read(ref _items) + (_current?.Count ?? 0);

    /// <summary>The number of bytes received.</summary>
    public long Bytes => Volatile.Read(ref _bytes) + (_current?.Received ?? 0);

    /// <summary>The total length of all responses in bytes; null if unknown.</summary>
    public long? Length { get; private set; }

    /// <summary>Called when reading starts.</summary>
    /// <param name="responses">The expected number of responses.</param>
    public void Start(int responses) => _isOnly = responses == 1;

    /// <summary>Called when a response begins, or begins again after a retry.</summary>
    public void Begin(ApiResponse response)
    {
        Length = _isOnly ? response.Length : null;
        _current = response;
    }

    /// <summary>Called when the current response has been read completely.</summary>
    public void End()
    {
        if (_current is not { } done)
            return;

        _current = null;
        Volatile.Write(ref _items, _items + done.Count);
        Volatile.Write(ref _bytes, _bytes + done.Received);
    }
}
