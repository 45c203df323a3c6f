namespace MimCm.Journal.Storage;

/// <summary>Reads the events of a journal, and counts the other lines of the file.</summary>
/// <param name="stream">The file, from its beginning.</param>
/// <param name="path">The path of the file, for messages.</param>
internal sealed class JournalScanner(Stream stream, string path)
{
    private readonly JournalLineReader _reader = new(stream);
    private bool _hasEvent;

    /// <summary>The event that was read last.</summary>
    public JournalLine Line { get; private set; } = new();

    /// <summary>The number of lines that are not events, not counting an incomplete last line.</summary>
    public long DamagedCount { get; private set; }

    /// <summary>The number of lines with zero bytes, which a power failure can leave.</summary>
    public long ZeroFilledCount { get; private set; }

    /// <summary>The number of the first line of either kind.</summary>
    public long FirstDamagedLine { get; private set; }

    /// <summary>The number of the last line if it is incomplete; otherwise null.</summary>
    public long? TornLine { get; private set; }

    /// <summary>The end of the last complete line. The file is kept up to this position.</summary>
    public long ValidLength { get; private set; }

    /// <summary>Whether the last complete line has no line feed.</summary>
    public bool LacksLineFeed { get; private set; }

    /// <summary>Reads the next event; false at the end of the file.</summary>
    /// <exception cref="MimCmException">The file is not a journal, or has a later version (<see cref="MimCmError.JournalInvalid"/>).</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            JournalLine? line = null;
            var kind = _reader.IsTooLong ? JournalLineKind.Damaged : JournalSerializer.Deserialize(_reader.Line.Span, out line);
            if (kind == JournalLineKind.NewerVersion)
                throw new MimCmException(MimCmError.JournalInvalid, Strings.JournalNewerVersion.With(path, _reader.Number, line!.Version));

            if (kind is JournalLineKind.Event or JournalLineKind.Blank)
            {
                ValidLength = _reader.Position;
                LacksLineFeed = !_reader.IsTerminated;
                if (kind == JournalLineKind.Blank)
                    continue;

                _hasEvent = true;
                Line = line!;
                return true;
            }

            // A file is a journal only if it begins like one. No other file is ever written to.
            if (!_hasEvent && (_reader.IsTerminated || _reader.IsTooLong || !JournalSerializer.IsBeginningOfLine(_reader.Line.Span)))
                throw new MimCmException(MimCmError.JournalInvalid, Strings.JournalNotOne.With(path));

            Note(kind);
        }

        return false;
    }

    private void Note(JournalLineKind kind)
    {
        if (!_reader.IsTerminated && !_reader.IsTooLong)
        {
            TornLine = _reader.Number;
            return;
        }

        ValidLength = _reader.Position;
        if (FirstDamagedLine == 0)
            FirstDamagedLine = _reader.Number;

        if (kind == JournalLineKind.ZeroFilled)
            ZeroFilledCount++;
        else
            DamagedCount++;
    }
}
