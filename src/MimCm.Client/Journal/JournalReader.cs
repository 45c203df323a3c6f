using System.Globalization;
using System.Runtime.CompilerServices;
using MimCm.Journal.Storage;

namespace MimCm.Journal;

/// <summary>Reads the entries of a journal, one for each change and run. Entries are returned when their outcome is read; those without an outcome
/// come last. Only entries without an outcome are held in memory. A journal can be read while it is being written.</summary>
internal sealed class JournalReader(string path)
{
    private readonly Dictionary<JournalKey, (JournalLine Sending, JournalLine? Found, long Order)> _open = [];
    private readonly StringPool _strings = new();
    private JournalScanner? _scanner;

    /// <summary>The number of lines that could not be read, not counting an incomplete last line.</summary>
    public long DamagedCount => _scanner is null ? 0 : _scanner.DamagedCount + _scanner.ZeroFilledCount;

    /// <summary>The number of the first line that could not be read.</summary>
    public long FirstDamagedLine => _scanner?.FirstDamagedLine ?? 0;

    /// <summary>The number of the last line if it is incomplete; otherwise null.</summary>
    public long? TornLine => _scanner?.TornLine;

    /// <summary>Reads the entries.</summary>
    /// <exception cref="MimCmException">The file is not a journal (<see cref="MimCmError.JournalInvalid"/>), or cannot be read
    /// (<see cref="MimCmError.JournalFailed"/>).</exception>
    public async IAsyncEnumerable<JournalEntry> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stream = Open();
        _scanner = new JournalScanner(stream, path);
        for (var order = 0L; await ScanAsync(cancellationToken).ConfigureAwait(false); order++)
        {
            var line = _scanner.Line;
            if (JournalKey.Of(line, _strings) is not { } key)
                continue;

            var isOpen = _open.TryGetValue(key, out var open);
            switch (line.Event)
            {
                case JournalEvent.Sending:
                    // The call of an earlier run that was killed. The read-back before this line shows that the call had no effect.
                    _open[key] = (line, null, order);
                    if (isOpen)
                        yield return ToEntry(open.Sending, open.Found, open.Found is null ? JournalOutcome.InFlight : JournalOutcome.Failed);
                    break;
                case JournalEvent.Found when isOpen:
                    _open[key] = (open.Sending, line, open.Order);
                    break;
                default:
                    if (JournalEvent.ToOutcome(line.Event) is not { } outcome)
                        break;

                    _open.Remove(key);
                    yield return ToEntry(isOpen ? open.Sending : line, line, outcome);
                    break;
            }
        }

        foreach (var (sending, _, _) in _open.Values.OrderBy(open => open.Order))
            yield return ToEntry(sending, ended: null, JournalOutcome.InFlight);
    }

    private FileStream Open()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MimCmException(MimCmError.JournalFailed, Strings.JournalNotOpened.With(path, e.Message), e);
        }
    }

    private async ValueTask<bool> ScanAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _scanner!.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new MimCmException(MimCmError.JournalFailed, Strings.JournalNotRead.With(path, e.Message), e);
        }
    }

    private static JournalEntry ToEntry(JournalLine begun, JournalLine? ended, JournalOutcome outcome) => new()
    {
        Id = ended?.Id ?? begun.Id,
        Change = begun.Change!,
        Outcome = outcome,
        Status = Parse<RequestStatus>(ended?.Status),
        StatusBefore = Parse<RequestStatus>(begun.StatusBefore),
        Started = begun.Time.ToLocalTime(),
        Ended = ended?.Time.ToLocalTime(),
        Duration = ended?.Milliseconds is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
        User = begun.User,
        Server = begun.Server!,
        Reason = begun.Reason,
        Error = ended?.Error,
        Message = ended?.Message,
        HttpStatusCode = ended?.HttpStatus,
        CorrelationId = ended?.CorrelationId,
        RequestType = Parse<RequestType>(begun.Type),
        ProfileTemplateUuid = begun.Template,
        TargetUserUuid = begun.Target,
        SmartcardUuid = begun.Smartcard,
        Computer = begun.Host,
        ProcessId = begun.Process,
        Run = begun.Run,
    };

    // A status without a name is written as its number.
    private static T? Parse<T>(string? text) where T : struct, Enum =>
        text is null ? null
        : Enum.TryParse<T>(text, out var value) ? value
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? (T)Enum.ToObject(typeof(T), number)
        : null;
}
