namespace MimCm.Journal.Storage;

/// <summary>Reads the events of a journal, and notes what else is in the file.</summary>
/// <param name="stream">The file, from its beginning.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class JournalScanner(Stream stream, string path)
{
    private readonly JournalLineReader _reader = new(stream);
    private bool _hasEvent;

    /// <summary>The event read last.</summary>
    public JournalLine Line { get; private set; } = new();

    /// <summary>The number of lines that are no events, other than a last line that was not written to its end.</summary>
    public long DamagedCount { get; private set; }

    /// <summary>The number of lines that hold zero bytes, as a power failure leaves them.</summary>
    public long ZeroFilledCount { get; private set; }

    /// <summary>The number of the first line of either kind.</summary>
    public long FirstDamagedLine { get; private set; }

    /// <summary>The number of the last line, where it was not written to its end; null where it was.</summary>
    public long? TornLine { get; private set; }

    /// <summary>Where the last whole line ends: up to here the file is kept.</summary>
    public long ValidLength { get; private set; }

    /// <summary>Whether the last whole line has no line feed.</summary>
    public bool LacksLineFeed { get; private set; }

    /// <summary>Reads the next event; false at the end of the file.</summary>
    /// <exception cref="MimCmException">The file is no journal, or one of a later version
    /// (<see cref="MimCmError.JournalInvalid"/>).</exception>
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

            // Only a file that begins as a journal is one, so that no other file is ever written to.
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
