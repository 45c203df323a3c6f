using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MimCm.PowerShell.Names;

/// <summary>Looks up the users of a list while it arrives. The requests come out in their order, each once the names of its users have been
/// looked up. The list is read on meanwhile, up to a bound, so that each search asks for as many users as there are to ask for.</summary>
internal sealed class NameResolvingReader(SessionNames names, Action<NameLookupException> onFailure, TimeProvider timeProvider)
{
    /// <summary>How many requests are written at once at most.</summary>
    public const int MaxBatch = 200;

    private const int MaxIdsPerSearch = 100;

    /// <summary>How many requests are read ahead of those that are looked up.</summary>
    private const int ReadAhead = 2000;

    private const int MaxReadBatches = 32;
    private const int MaxWrittenBatches = 16;

    /// <summary>How long requests wait for others, to be looked up in one search.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Waiting> _waiting = new();
    private readonly Queue<Guid> _unknown = new();
    private readonly Dictionary<Guid, int> _tickets = [];
    private Task<bool>? _more;
    private int _lastTicket;
    private int _settled;
    private bool _hasSearched;

    /// <summary>Reads the list.</summary>
    /// <param name="list">The list; a batch of it may be used again for the next.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    public async IAsyncEnumerable<List<Request>> ReadAsync(IAsyncEnumerable<List<Request>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = Channel.CreateBounded<List<Request>>(new BoundedChannelOptions(MaxReadBatches) { SingleReader = true, SingleWriter = true });
        var resolved = Channel.CreateBounded<List<Request>>(new BoundedChannelOptions(MaxWrittenBatches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => PassAsync(read.Writer, () => ReadListAsync(list, read.Writer, stop.Token)), CancellationToken.None);
        var resolving = Task.Run(() => PassAsync(resolved.Writer, () => ResolveAsync(read.Reader, resolved.Writer, stop.Token)), CancellationToken.None);
        try
        {
            while (await resolved.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (resolved.Reader.TryRead(out var batch))
                    yield return batch;
            }
        }
        finally
        {
            // Left early or at the end: neither task outlives the list.
            stop.Cancel();
            await Task.WhenAll(reading, resolving).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one of the two tasks. What ends it goes on to who reads its channel.</summary>
    private static async Task PassAsync(ChannelWriter<List<Request>> writer, Func<Task> work)
    {
        Exception? failure = null;
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }

        writer.Complete(failure);
    }

    private static async Task ReadListAsync(IAsyncEnumerable<List<Request>> list, ChannelWriter<List<Request>> writer, CancellationToken cancellationToken)
    {
        await foreach (var batch in list.WithCancellation(cancellationToken).ConfigureAwait(false))
            await writer.WriteAsync([.. batch], cancellationToken).ConfigureAwait(false);
    }

    private async Task ResolveAsync(ChannelReader<List<Request>> reader, ChannelWriter<List<Request>> writer, CancellationToken cancellationToken)
    {
        var isOpen = true;
        while (isOpen || _waiting.Count > 0)
        {
            while (_waiting.Count < ReadAhead && reader.TryRead(out var batch))
                Add(batch);

            if (_waiting.Count == 0
                || !(IsReady(_waiting.Peek()) || _unknown.Count >= MaxIdsPerSearch || _waiting.Count >= MaxBatch || !_hasSearched || !isOpen))
            {
                isOpen = await GatherAsync(reader, isWaiting: _waiting.Count > 0, cancellationToken).ConfigureAwait(false);
                if (isOpen && _waiting.Count == 0)
                    continue;

                while (_waiting.Count < ReadAhead && reader.TryRead(out var batch))
                    Add(batch);
            }

            if (_waiting.Count > 0 && !IsReady(_waiting.Peek()))
                await SearchAsync(cancellationToken).ConfigureAwait(false);

            if (TakeReady() is { Count: > 0 } ready)
                await writer.WriteAsync(ready, cancellationToken).ConfigureAwait(false);
        }

        // Throws what ended the list.
        await reader.Completion.ConfigureAwait(false);
    }

    /// <summary>Waits for more of the list: while requests wait for their names, for a short time only.</summary>
    /// <returns>False when the list has ended.</returns>
    private async Task<bool> GatherAsync(ChannelReader<List<Request>> reader, bool isWaiting, CancellationToken cancellationToken)
    {
        try
        {
            _more ??= reader.WaitToReadAsync(cancellationToken).AsTask();
            var isOpen = await _more.WaitAsync(isWaiting ? GatherTime : Timeout.InfiniteTimeSpan, timeProvider, cancellationToken).ConfigureAwait(false);
            _more = null;
            return isOpen;
        }
        catch (TimeoutException)
        {
            return true;
        }
        catch (Exception) when (reader.Completion.IsFaulted && !cancellationToken.IsCancellationRequested)
        {
            // It is thrown once the requests before it have been written.
            return false;
        }
    }

    private void Add(List<Request> batch)
    {
        foreach (var request in batch)
            _waiting.Enqueue(new Waiting(request, Math.Max(GetTicket(request.TargetUserUuid), GetTicket(request.OriginatorUserUuid))));
    }

    /// <summary>Which look-up a user waits for, counted from 1; 0 where none is needed. Users are looked up in the order of their requests,
    /// so that a request is ready as soon as the last of its users is.</summary>
    private int GetTicket(Guid id)
    {
        if (_tickets.TryGetValue(id, out var ticket))
            return ticket;

        if (id != Guid.Empty && !names.Users.IsCurrent(id))
        {
            ticket = ++_lastTicket;
            _unknown.Enqueue(id);
        }

        _tickets.Add(id, ticket);
        return ticket;
    }

    private bool IsReady(Waiting waiting) => waiting.Ticket <= _settled;

    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        var ids = new List<Guid>(MaxIdsPerSearch);
        while (ids.Count < MaxIdsPerSearch && _unknown.Count > 0)
            ids.Add(_unknown.Dequeue());

        _hasSearched = true;
        try
        {
            await names.FindUsersAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (NameLookupException e)
        {
            onFailure(e);
        }

        _settled += ids.Count;
    }

    private List<Request> TakeReady()
    {
        var ready = new List<Request>(Math.Min(MaxBatch, _waiting.Count));
        while (ready.Count < MaxBatch && _waiting.Count > 0 && IsReady(_waiting.Peek()))
            ready.Add(_waiting.Dequeue().Request);

        return ready;
    }

    private readonly struct Waiting(Request request, int ticket)
    {
        public Request Request { get; } = request;

        public int Ticket { get; } = ticket;
    }
}
