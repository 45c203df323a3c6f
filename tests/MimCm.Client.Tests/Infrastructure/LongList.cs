namespace MimCm.Client.Tests;

/// <summary>A list that repeats one request, created while it is read.</summary>
internal sealed class LongList(byte[] element, int count) : MemoryStream
{
    private readonly byte[] _next = [.. element, .. ","u8];
    private int _made;
    private int _at;
    private bool _isOpen;

    /// <summary>The number of bytes read.</summary>
    public long Given { get; private set; }

    public override int Read(byte[] buffer, int offset, int size)
    {
        if (!_isOpen)
        {
            _isOpen = true;
            buffer[offset] = (byte)'[';
            return 1;
        }

        if (_made == count)
            return 0;

        var isLast = _made == count - 1;
        var part = Math.Min(size, _next.Length - _at);
        Array.Copy(_next, _at, buffer, offset, part);
        _at += part;
        Given += part;
        if (_at == _next.Length)
        {
            // The last item is followed by the bracket instead of a comma.
            if (isLast)
                buffer[offset + part - 1] = (byte)']';
            _at = 0;
            _made++;
        }

        return part;
    }
}
