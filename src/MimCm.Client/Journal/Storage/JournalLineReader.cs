namespace MimCm.Journal.Storage;

/// <summary>Reads the lines of a file one by one. The memory does not depend on the size of the file.</summary>
internal sealed class JournalLineReader(Stream stream)
{
    /// <summary>The maximum length of a journal line. A longer line is not part of a journal.</summary>
    public const int MaxLineLength = 1024 * 1024;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private bool _skipsRest;

    /// <summary>The number of the line that was read last, starting at 1.</summary>
    public long Number { get; private set; }

    /// <summary>The line that was read last, without its line feed and byte-order mark. Valid until the next read.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Whether the line ends with a line feed; false for an incomplete last line.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>Whether the line is longer than <see cref="MaxLineLength"/>. In this case <see cref="Line"/> contains only its beginning.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The position of the line in the file.</summary>
    public long LineStart { get; private set; }

    /// <summary>The position of the next line in the file.</summary>
    public long Position { get; private set; }

    /// <summary>Reads the next line; false at the end of the file.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_skipsRest)
            await SkipRestAsync(cancellationToken).ConfigureAwait(false);

        LineStart = Position;
        var searched = 0;
        while (true)
        {
            var length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0)
                return SetLine(searched + length, isTerminated: true, isTooLong: false);

            searched = _end - _start;
            if (searched > MaxLineLength)
            {
                _skipsRest = true;
                return SetLine(searched, isTerminated: false, isTooLong: true);
            }

            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
                return searched > 0 && SetLine(searched, isTerminated: false, isTooLong: false);
        }
    }

    private bool SetLine(int length, bool isTerminated, bool isTooLong)
    {
        var line = new ReadOnlyMemory<byte>(_buffer, _start, length);
        var consumed = isTerminated ? length + 1 : length;
        _start += consumed;
        Position += consumed;
        Number++;
        IsTerminated = isTerminated;
        IsTooLong = isTooLong;
        // If files were concatenated, each part can start with a byte-order mark.
        Line = line.Span.StartsWith(ByteOrderMark) ? line.Slice(ByteOrderMark.Length) : line;
        return true;
    }

    private async ValueTask SkipRestAsync(CancellationToken cancellationToken)
    {
        _skipsRest = false;
        while (true)
        {
            var length = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            var skipped = length >= 0 ? length + 1 : _end - _start;
            _start += skipped;
            Position += skipped;
            if (length >= 0 || !await FillAsync(cancellationToken).ConfigureAwait(false))
                return;
        }
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_isAtEnd)
            return false;

        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);

#if NET
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
#else
        var read = await stream.ReadAsync(_buffer, _end, _buffer.Length - _end, cancellationToken).ConfigureAwait(false);
#endif
        _end += read;
        _isAtEnd = read == 0;
        return read > 0;
    }
}
