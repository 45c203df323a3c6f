using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MimCm.PowerShell.Commands.Base;

namespace MimCm.PowerShell.Names;

/// <summary>Looks up the users of a list while the list arrives. The requests are returned in their order, each as soon as the names of its users
/// have been looked up. Reading continues in the meantime up to a limit, so that each search can include as many users as possible.</summary>
/// <param name="users">The known users.</param>
/// <param name="resolve">Looks up users by one search. Several searches can run at the same time.</param>
/// <param name="onFailure">Called for each search that failed.</param>
/// <param name="timeProvider">The clock.</param>
internal sealed class NameResolvingReader(
    NameCache users, Func<IReadOnlyCollection<Guid>, CancellationToken, Task> resolve, Action<NameLookupException> onFailure, TimeProvider timeProvider)
{
    /// <summary>The maximum number of requests in a batch.</summary>
    public const int MaxBatch = 200;

    /// <summary>The maximum number of users in one search.</summary>
    public const int MaxIdsPerSearch = 100;

    /// <summary>The maximum number of searches in progress.</summary>
    public const int MaxSearches = 8;

    /// <summary>The maximum number of requests that wait for names. Reading pauses when it is reached.</summary>
    public const int ReadAhead = 8000;

    private const int MaxReadBatches = 32;
    private const int MaxWrittenBatches = 16;

    /// <summary>The maximum number of users to keep track of, so that none is looked up twice.</summary>
    private const int MaxTickets = NameCache.MaxCount;

    /// <summary>The maximum time to collect users for one search.</summary>
    private static readonly TimeSpan GatherTime = TimeSpan.FromMilliseconds(100);

    private readonly Queue<Waiting> _waiting = new();
    private readonly Queue<Guid> _unknown = new();
    private readonly Queue<Search> _searches = new();
    private readonly Dictionary<Guid, int> _tickets = [];
    private Task<bool>? _more;
    private int _lastTicket;
    private int _settled;
    private long _gatheringSince;
    private bool _hasSearched;

    /// <summary>Reads the list.</summary>
    /// <param name="list">The list. Its batch object can be reused for the next batch.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    public async IAsyncEnumerable<List<Request>> ReadAsync(IAsyncEnumerable<List<Request>> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var read = Channel.CreateBounded<List<Request>>(new BoundedChannelOptions(MaxReadBatches) { SingleReader = true, SingleWriter = true });
        var resolved = Channel.CreateBounded<List<Request>>(new BoundedChannelOptions(MaxWrittenBatches) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => read.Writer.RunAsync(() => read.Writer.CopyFromAsync(list, stop.Token)), CancellationToken.None);
        var resolving = Task.Run(() => resolved.Writer.RunAsync(() => ResolveAsync(read.Reader, resolved.Writer, stop.Token)), CancellationToken.None);
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
            // Whether the caller stopped early or at the end, neither task continues after the list.
            stop.Cancel();
            await Task.WhenAll(reading, resolving).ConfigureAwait(false);
        }
    }

    private async Task ResolveAsync(ChannelReader<List<Request>> reader, ChannelWriter<List<Request>> writer, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                while (_waiting.Count < ReadAhead && reader.TryRead(out var batch))
                    Add(batch);

                var hasEnded = reader.Completion.IsCompleted;
                StartSearches(hasEnded, cancellationToken);
                await SettleAsync().ConfigureAwait(false);
                if (TakeReady() is { Count: > 0 } ready)
                    await writer.WriteAsync(ready, cancellationToken).ConfigureAwait(false);
                else if (_waiting.Count > 0 || !hasEnded)
                    await WaitAsync(reader, hasEnded, cancellationToken).ConfigureAwait(false);
                else
                    break;
            }
        }
        finally
        {
            await EndSearchesAsync().ConfigureAwait(false);
        }

        // Throws the exception that ended the list.
        await reader.Completion.ConfigureAwait(false);
    }

    /// <summary>Starts the searches that are due: with the maximum number of users, or with fewer if there is no reason to wait for more.</summary>
    private void StartSearches(bool hasEnded, CancellationToken cancellationToken)
    {
        while (_unknown.Count > 0 && _searches.Count < MaxSearches && IsDue(hasEnded))
        {
            var ids = new List<Guid>(MaxIdsPerSearch);
            while (ids.Count < MaxIdsPerSearch && _unknown.Count > 0)
                ids.Add(_unknown.Dequeue());

            _hasSearched = true;
            _gatheringSince = timeProvider.GetTimestamp();
            _searches.Enqueue(new Search(SearchAsync(ids, cancellationToken), ids.Count));
        }
    }

    /// <summary>Returns whether to look up the unknown users now. The first users are looked up at once, so that the first requests arrive
    /// soon.</summary>
    private bool IsDue(bool hasEnded) =>
        _unknown.Count >= MaxIdsPerSearch || hasEnded || !_hasSearched || (_waiting.Count >= ReadAhead && _searches.Count == 0) ||
        RemainingGatherTime == TimeSpan.Zero;

    private TimeSpan RemainingGatherTime
    {
        get
        {
            var remaining = GatherTime - timeProvider.GetElapsedTime(_gatheringSince);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    private async Task SearchAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        try
        {
            await resolve(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (NameLookupException e)
        {
            onFailure(e);
        }
    }

    /// <summary>Processes the searches that have ended, in their order.</summary>
    private async Task SettleAsync()
    {
        while (_searches.Count > 0 && _searches.Peek().Task.IsCompleted)
        {
            var search = _searches.Dequeue();
            _settled += search.Count;
            await search.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Waits for the names of the first request, for more of the list, or until the unknown users have waited long enough.</summary>
    private async Task WaitAsync(ChannelReader<List<Request>> reader, bool hasEnded, CancellationToken cancellationToken)
    {
        var events = new List<Task>(2);
        if (_searches.Count > 0)
            events.Add(_searches.Peek().Task);

        if (!hasEnded && _waiting.Count < ReadAhead)
            events.Add(_more ??= reader.WaitToReadAsync(cancellationToken).AsTask());

        var isGathering = _unknown.Count > 0 && _searches.Count < MaxSearches;
        try
        {
            await Task.WhenAny(events).WaitAsync(isGathering ? RemainingGatherTime : Timeout.InfiniteTimeSpan, timeProvider, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // The users are looked up now.
        }

        // The exception that ended the list is thrown after the requests before it were written.
        if (_more is { IsCompleted: true })
        {
            _ = _more.Exception;
            _more = null;
        }
    }

    /// <summary>Waits for the canceled searches to end.</summary>
    private async Task EndSearchesAsync()
    {
        while (_searches.Count > 0)
        {
            try
            {
                await _searches.Dequeue().Task.ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                // Canceled, like the rest of this list.
            }
        }
    }

    private void Add(List<Request> batch)
    {
        foreach (var request in batch)
            _waiting.Enqueue(new Waiting(request, Math.Max(GetTicket(request.TargetUserUuid), GetTicket(request.OriginatorUserUuid))));
    }

    /// <summary>Returns the number of the lookup that a user waits for, starting at 1; 0 if none is needed. Users are looked up in the order of their
    /// requests, so a request is complete as soon as its last user is.</summary>
    private int GetTicket(Guid id)
    {
        if (_tickets.TryGetValue(id, out var ticket))
            return ticket;

        if (id != Guid.Empty && !users.IsCurrent(id))
        {
            ticket = ++_lastTicket;
            if (_unknown.Count == 0)
                _gatheringSince = timeProvider.GetTimestamp();

            _unknown.Enqueue(id);
        }

        if (_tickets.Count >= MaxTickets)
            ForgetSettled();

        _tickets.Add(id, ticket);
        return ticket;
    }

    private void ForgetSettled()
    {
        foreach (var id in _tickets.Where(pair => pair.Value <= _settled).Select(pair => pair.Key).ToList())
            _tickets.Remove(id);
    }

    private bool IsReady(Waiting waiting) => waiting.Ticket <= _settled;

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

    private readonly struct Search(Task task, int count)
    {
        public Task Task { get; } = task;

        public int Count { get; } = count;
    }
}
