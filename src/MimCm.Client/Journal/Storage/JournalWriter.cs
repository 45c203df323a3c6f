using System.Runtime.InteropServices;

namespace MimCm.Journal.Storage;

/// <summary>Appends lines to a journal. Lines that are added while the disk is busy are written and flushed together. After a failure nothing more is
/// written, because the content of the disk is unknown after a failed flush.</summary>
internal sealed class JournalWriter
{
    /// <summary>The maximum time before an outcome is flushed to the disk. If the process is killed, nothing is lost. After a power failure the
    /// outcome can be lost; the request is then read back.</summary>
    private static readonly TimeSpan MaxFlushDelay = TimeSpan.FromMilliseconds(200);

    // On Windows no other program can write to, delete or replace the open file.
    private static readonly bool ChecksName = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private readonly FileStream _file;
    private readonly string _path;
    private readonly ITimer _timer;
    private readonly object _gate = new();
    private List<(byte[] Bytes, TaskCompletionSource<bool>? OnDisk)> _pending = [];
    private Task _worker = Task.CompletedTask;
    private MimCmException? _failure;
    private long _length;
    private bool _trimsTail = true;
    private bool _isWorking;
    private bool _isClosed;

    /// <param name="file">The file. The writer closes it.</param>
    /// <param name="path">The path of the file, for messages.</param>
    /// <param name="length">The position at which to append. Anything after it is removed when the first line is written.</param>
    /// <param name="needsLineFeed">Whether the last line has no line feed yet.</param>
    /// <param name="time">The clock for the delayed flush.</param>
    public JournalWriter(FileStream file, string path, long length, bool needsLineFeed, TimeProvider time)
    {
        _file = file;
        _path = path;
        _length = length;
        _timer = time.CreateTimer(_ => FlushLater(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (needsLineFeed)
            _pending.Add(([(byte)'\n'], null));
    }

    /// <summary>How often lines were flushed to the disk.</summary>
    public int FlushCount { get; private set; }

    /// <summary>Appends a line without waiting until it is on disk.</summary>
    public void Append(byte[] line) => Enqueue(line, onDisk: null);

    /// <summary>Appends a line and waits until it and all lines before it are on disk.</summary>
    /// <exception cref="MimCmException">The line could not be written (<see cref="MimCmError.JournalFailed"/>).</exception>
    public Task AppendToDiskAsync(byte[] line)
    {
        var onDisk = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(line, onDisk);
        return onDisk.Task;
    }

    /// <summary>Waits until all lines are on disk.</summary>
    /// <exception cref="MimCmException">The lines could not be written (<see cref="MimCmError.JournalFailed"/>).</exception>
    public Task FlushAsync() => AppendToDiskAsync([]);

    /// <summary>Stops accepting lines, writes the pending lines and closes the file.</summary>
    public async Task CloseAsync()
    {
        Task worker;
        lock (_gate)
        {
            _isClosed = true;
            worker = _worker;
        }

        _timer.Dispose();
        await worker.ConfigureAwait(false);
        _file.Dispose();
    }

    private void Enqueue(byte[] line, TaskCompletionSource<bool>? onDisk)
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                onDisk?.SetException(_failure);
                return;
            }

            if (_isClosed)
            {
                onDisk?.SetCanceled();
                return;
            }

            _pending.Add((line, onDisk));
            if (_isWorking)
                return;

            _isWorking = true;
            _worker = Task.Run(WritePending);
        }
    }

    private void FlushLater() => Enqueue([], new TaskCompletionSource<bool>());

    private void WritePending()
    {
        while (true)
        {
            List<(byte[] Bytes, TaskCompletionSource<bool>? OnDisk)> batch;
            lock (_gate)
            {
                if (_pending.Count == 0)
                {
                    _isWorking = false;
                    return;
                }

                (batch, _pending) = (_pending, []);
            }

            try
            {
                Write(batch);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
            {
                Fail(e, batch);
                return;
            }

            foreach (var (_, onDisk) in batch)
                onDisk?.TrySetResult(true);
        }
    }

    private void Write(List<(byte[] Bytes, TaskCompletionSource<bool>? OnDisk)> batch)
    {
        var bytes = new byte[batch.Sum(one => one.Bytes.Length)];
        var position = 0;
        foreach (var (line, _) in batch)
        {
            line.CopyTo(bytes, position);
            position += line.Length;
        }

        if (bytes.Length > 0)
        {
            // An incomplete last line is removed here. It has no meaning, and would make the next line invalid.
            if (_trimsTail)
                _file.SetLength(_length);

            _trimsTail = false;
            ThrowIfReplaced(_length);
            _file.Position = _length;
            _file.Write(bytes, 0, bytes.Length);
            _file.Flush();
        }

        if (batch.Any(one => one.OnDisk is not null))
        {
            _file.Flush(flushToDisk: true);
            FlushCount++;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        else if (!_isClosed)
        {
            _timer.Change(MaxFlushDelay, Timeout.InfiniteTimeSpan);
        }

        _length += bytes.Length;
    }

    /// <summary>Throws if another program has deleted, replaced or changed the file, so that it no longer contains the lines of this
    /// writer.</summary>
    private void ThrowIfReplaced(long length)
    {
        if (!ChecksName)
            return;

        var named = new FileInfo(_path);
        if (!named.Exists || named.Length != length)
            throw new JournalReplacedException(Strings.JournalReplaced);
    }

    private void Fail(Exception cause, List<(byte[] Bytes, TaskCompletionSource<bool>? OnDisk)> batch)
    {
        // A change waits for its line before it is sent.
        var failure = new MimCmException(MimCmError.JournalFailed, Strings.JournalNotWritten.With(_path, cause.Message), cause) { IsUnchanged = true };
        lock (_gate)
        {
            _failure = failure;
            _isWorking = false;
            batch.AddRange(_pending);
            _pending = [];
        }

        try
        {
            // An incomplete line is removed if possible. Data of another program is not removed.
            if (cause is not JournalReplacedException)
                _file.SetLength(_length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ObjectDisposedException)
        {
            // The next run ignores the incomplete line.
        }

        foreach (var (_, onDisk) in batch)
            onDisk?.TrySetException(failure);
    }
}
