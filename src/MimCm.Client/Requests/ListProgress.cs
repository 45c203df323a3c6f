namespace MimCm.Requests;

/// <summary>How much of a list has arrived. It can be read from any thread while the list is read, and costs the reading nothing.</summary>
internal sealed class ListProgress
{
    private volatile ApiResponse? _current;
    private bool _isOnly = true;
    private int _items;
    private long _bytes;

    /// <summary>The number of requests received, wanted or not.</summary>
    public int Requests => Volatile.Read(ref _items) + (_current?.Count ?? 0);

    /// <summary>The number of bytes received.</summary>
    public long Bytes => Volatile.Read(ref _bytes) + (_current?.Received ?? 0);

    /// <summary>The length of all responses; null when it is not known.</summary>
    public long? Length { get; private set; }

    /// <summary>Reading starts.</summary>
    /// <param name="responses">The number of responses to expect.</param>
    public void Start(int responses) => _isOnly = responses == 1;

    /// <summary>A response begins, or begins again.</summary>
    public void Begin(ApiResponse response)
    {
        Length = _isOnly ? response.Length : null;
        _current = response;
    }

    /// <summary>The response that began last has been read to its end.</summary>
    public void End()
    {
        if (_current is not { } done)
            return;

        _current = null;
        Volatile.Write(ref _items, _items + done.Count);
        Volatile.Write(ref _bytes, _bytes + done.Received);
    }
}
