using System.Diagnostics;
using MimCm.Journal.Storage;

namespace MimCm.Journal;

/// <summary>Records changes in a file. After a crash the journal shows which changes were made, and the same command with the same journal makes the
/// remaining ones. Can be used by several calls at the same time.</summary>
/// <remarks> How a change is handled depends on its <see cref="JournalPhase"/>:
/// <list type="bullet">
/// <item>NotBegun and NotChanged: the change is sent after the line <c>sending</c> is on disk.</item>
/// <item>InFlight: the request is read back; the change is sent only if the request does not have the requested status.</item>
/// <item>Changed: the request is read and returned; nothing is sent.</item>
/// </list>
/// </remarks>
internal sealed class ChangeJournal : IDisposable
{
    private readonly JournalLock _lock;
    private readonly JournalWriter _writer;
    private readonly JournalProgress _progress;
    private readonly ChangeJournalOptions _options;
    private readonly Dictionary<JournalKey, Task> _active = [];
    private readonly Guid _run = Guid.NewGuid();
    private readonly int _processId;
    private long _calls;

    private ChangeJournal(JournalLock held, JournalWriter writer, JournalProgress progress, ChangeJournalOptions options)
    {
        (_lock, _writer, _progress, _options) = (held, writer, progress, options);
        using var process = Process.GetCurrentProcess();
        _processId = process.Id;
    }

    /// <summary>Opens a journal for writing and reads the lines of earlier runs. If the file does not exist, it is created.</summary>
    /// <exception cref="MimCmException">Another command writes to it (<see cref="MimCmError.JournalInUse"/>), the file is not a journal
    /// (<see cref="MimCmError.JournalInvalid"/>), or it cannot be opened (<see cref="MimCmError.JournalFailed"/>).</exception>
    public static async Task<ChangeJournal> OpenAsync(string path, ChangeJournalOptions options, CancellationToken cancellationToken)
    {
        JournalLock? held = null;
        FileStream? file = null;
        try
        {
            held = JournalLock.TryAcquire(path) ?? throw new MimCmException(MimCmError.JournalInUse, Strings.JournalInUse.With(path));
            file = JournalFile.Open(path, FileShare.Read, FileOptions.None);
            var scanner = new JournalScanner(file, path);
            var progress = await ReadProgressAsync(scanner, path, cancellationToken).ConfigureAwait(false);
            Warn(scanner, path, options);
            var writer = new JournalWriter(file, path, scanner.ValidLength, scanner.LacksLineFeed, options.Time);
            return new ChangeJournal(held, writer, progress, options);
        }
        catch (Exception e)
        {
            file?.Dispose();
            held?.Dispose();
            if (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
                throw new MimCmException(MimCmError.JournalFailed, Strings.JournalNotOpened.With(path, e.Message), e);

            throw;
        }
    }

    /// <summary>Reads the phase of each change in a journal, without writing to it. A journal that does not exist has no changes.</summary>
    /// <exception cref="MimCmException">The file is no journal (<see cref="MimCmError.JournalInvalid"/>), or it cannot be read
    /// (<see cref="MimCmError.JournalFailed"/>).</exception>
    public static async Task<JournalProgress> ReadProgressAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return new JournalProgress();

        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
            return await ReadProgressAsync(new JournalScanner(file, path), path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new MimCmException(MimCmError.JournalFailed, Strings.JournalNotOpened.With(path, e.Message), e);
        }
    }

    /// <summary>The number of times that lines were flushed to the disk.</summary>
    public int FlushCount => _writer.FlushCount;

    /// <summary>Returns the phase of a change.</summary>
    public JournalPhase GetPhase(JournalKey key)
    {
        lock (_progress)
            return _progress[key].Phase;
    }

    /// <summary>Makes a change. If an earlier run has made it, returns the request.</summary>
    /// <exception cref="MimCmException">The change failed, or its outcome is unknown. With <see cref="MimCmError.JournalFailed"/>, the journal could
    /// not be written and nothing was sent.</exception>
    public async Task<Request> ExecuteAsync(JournaledChange change, CancellationToken cancellationToken)
    {
        // If the same change is specified twice, the second call waits for the first and then finds the change made.
        var ended = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? previous;
        lock (_active)
        {
            _active.TryGetValue(change.Key, out previous);
            _active[change.Key] = ended.Task;
        }

        try
        {
            if (previous is not null)
                await previous.ConfigureAwait(false);

            return await ExecuteAloneAsync(change, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_active)
            {
                if (_active[change.Key] == ended.Task)
                    _active.Remove(change.Key);
            }

            ended.SetResult(true);
        }
    }

    /// <summary>Waits until everything that was recorded is on disk.</summary>
    /// <exception cref="MimCmException">The journal could not be written (<see cref="MimCmError.JournalFailed"/>).</exception>
    public Task CompleteAsync() => _writer.FlushAsync();

    /// <summary>Closes the journal, so that another command can write to it. Calls that still wait for their line to be written are
    /// canceled.</summary>
    /// <param name="timeout">The maximum time to wait. A disk that does not respond, such as a lost network share, must not prevent the command from
    /// ending. The lock is then held until the disk responds.</param>
    public void Dispose(TimeSpan timeout) => CloseAsync().Wait(timeout);

    /// <inheritdoc/>
    public void Dispose() => Dispose(Timeout.InfiniteTimeSpan);

    private async Task CloseAsync()
    {
        await _writer.CloseAsync().ConfigureAwait(false);
        _lock.Dispose();
    }

    private async Task<Request> ExecuteAloneAsync(JournaledChange change, CancellationToken cancellationToken)
    {
        (JournalPhase Phase, Guid? Id, DateTime Sent) known;
        lock (_progress)
            known = _progress[change.Key];

        if (known is { Phase: JournalPhase.Changed, Id: { } id })
            return await change.ReadAsync(id, cancellationToken).ConfigureAwait(false);

        var call = Interlocked.Increment(ref _calls);
        if (known.Phase == JournalPhase.InFlight && await FindAsync(change, call, known.Sent, cancellationToken).ConfigureAwait(false) is { } found)
            return found;

        await _writer.AppendToDiskAsync(Record(change, call, JournalEvent.Sending)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await SendAsync(change, call, known.Phase == JournalPhase.InFlight, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads back a change that was in flight when an earlier run ended; null if the change must be sent.</summary>
    private async Task<Request?> FindAsync(JournaledChange change, long call, DateTime sent, CancellationToken cancellationToken)
    {
        Request? request;
        try
        {
            request = await change.FindAsync(sent, cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (e.Error == MimCmError.RequestNotFound)
        {
            _writer.Append(Record(change, call, JournalEvent.Refused, line => AddFailure(line, e)));
            throw;
        }
        catch (MimCmException e)
        {
            var message = change.Id is { } id
                ? Strings.JournalOutcomeUnknown.With(id, e.Message)
                : Strings.JournalCreationUnknown.With(change.Key.Change, e.Message);
            var unknown = new MimCmException(MimCmError.OutcomeUnknown, message, e)
            {
                Candidates = e.Candidates,
                Uri = e.Uri,
                StatusCode = e.StatusCode,
                ServerMessage = e.ServerMessage,
                CorrelationId = e.CorrelationId,
            };
            _writer.Append(Record(change, call, JournalEvent.Unknown, line => AddFailure(line, unknown)));
            throw unknown;
        }

        // There is no request: the earlier run did not create one that can be found.
        _writer.Append(Record(change, call, JournalEvent.Found, line =>
        {
            if (request is not null)
                AddRequest(line, request);
        }));

        if (request is null || !change.IsAsRequested(request))
            return null;

        _writer.Append(Record(change, call, JournalEvent.Changed, line => AddRequest(line, request)));
        return request;
    }

    private async Task<Request> SendAsync(JournaledChange change, long call, bool mayHaveBeenSent, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        var trace = new ChangeTrace
        {
            MayHaveBeenSent = mayHaveBeenSent,
            ReadBack = request => _writer.Append(Record(change, call, JournalEvent.Found, line => AddRequest(line, request))),
        };
        try
        {
            var request = await change.SendAsync(trace, cancellationToken).ConfigureAwait(false);
            _writer.Append(Record(change, call, JournalEvent.Changed, line =>
            {
                AddRequest(line, request);
                line.HttpStatus = trace.StatusCode;
                line.Milliseconds = clock.ElapsedMilliseconds;
            }));
            return request;
        }
        catch (MimCmException e)
        {
            _writer.Append(Record(change, call, ToEvent(e), line =>
            {
                AddFailure(line, e);
                line.HttpStatus ??= trace.StatusCode;
                line.Milliseconds = clock.ElapsedMilliseconds;
            }));
            throw;
        }
    }

    private byte[] Record(JournaledChange change, long call, string name, Action<JournalLine>? add = null)
    {
        var line = new JournalLine
        {
            Version = JournalLine.CurrentVersion,
            Time = _options.Time.GetUtcNow().UtcDateTime,
            Event = name,
            Run = _run,
            Call = call,
            Id = change.Id,
            Change = change.Key.Change,
            Server = JournalKey.FormatServer(change.Server),
            User = change.User,
            Host = Environment.MachineName,
            Process = _processId,
            Reason = _options.Reason,
            Type = change.Type?.ToString(),
            Template = change.Template,
            Target = change.Target,
            Smartcard = change.Smartcard,
            StatusBefore = change.StatusBefore?.ToString(),
        };
        add?.Invoke(line);
        lock (_progress)
            _progress.Apply(line);

        return JournalSerializer.Serialize(line);
    }

    private static void AddRequest(JournalLine line, Request request)
    {
        line.Id = request.Uuid;
        line.Status = request.Status.ToString();
    }

    private static void AddFailure(JournalLine line, MimCmException failure)
    {
        line.Id = failure.RequestId ?? line.Id;
        line.Status = failure.Request?.Status.ToString();
        line.HttpStatus = failure.StatusCode;
        line.Error = $"Cm{failure.Error}";
        line.Message = failure.ServerMessage ?? failure.Message;
        line.CorrelationId = failure.CorrelationId;
    }

    private static string ToEvent(MimCmException failure) => failure.Error switch
    {
        // The request exists: another run must not create it again.
        MimCmError.CreatedUnread => JournalEvent.Changed,
        MimCmError.OutcomeUnknown => JournalEvent.Unknown,
        MimCmError.BadRequest or MimCmError.Unauthorized or MimCmError.Forbidden or MimCmError.RequestNotFound or MimCmError.StateConflict =>
            JournalEvent.Refused,
        _ => JournalEvent.Failed,
    };

    private static async Task<JournalProgress> ReadProgressAsync(JournalScanner scanner, string path, CancellationToken cancellationToken)
    {
        var progress = new JournalProgress();
        while (await scanner.ReadAsync(cancellationToken).ConfigureAwait(false))
            progress.Apply(scanner.Line);

        // A damaged line may be the record of a change that was made.
        return scanner.DamagedCount == 0
            ? progress
            : throw new MimCmException(MimCmError.JournalInvalid, Strings.JournalDamaged.With(path, scanner.FirstDamagedLine));
    }

    private static void Warn(JournalScanner scanner, string path, ChangeJournalOptions options)
    {
        if (scanner.TornLine is { } line)
            options.Warn?.Invoke(Strings.JournalTornLine.With(path, line));

        if (scanner.ZeroFilledCount > 0)
            options.Warn?.Invoke(Strings.JournalZeroFilled.With(path, scanner.ZeroFilledCount));
    }
}
