using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using MimCm.PowerShell.Names;

namespace MimCm.DirectoryServices.Tests;

/// <summary>The lookup of the users of a list, with a directory that the test controls.</summary>
public sealed class NameResolvingReaderTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly NameCache _users;
    private readonly ConcurrentQueue<IReadOnlyCollection<Guid>> _searches = new();
    private readonly ConcurrentQueue<NameLookupException> _failures = new();
    private Func<int, CancellationToken, Task> _onSearch = (_, _) => Task.CompletedTask;
    private int _searchCount;
    private int _underWay;
    private int _mostUnderWay;

    public NameResolvingReaderTests() => _users = new NameCache(_time);

    [Fact]
    public async Task RequestsKeepTheirOrderAndHaveTheirNames()
    {
        // Searches end in any order.
        _onSearch = async (number, _) =>
        {
            for (var i = 0; i < (number * 7) % 5; i++)
                await Task.Yield();
        };
        var requests = Create(5000, userCount: 1500);

        var read = new List<Request>();
        await foreach (var batch in Read(Batches(requests, 37)))
        {
            Assert.InRange(batch.Count, 1, NameResolvingReader.MaxBatch);
            Assert.All(batch, request => Assert.NotNull(_users.Find(request.TargetUserUuid)));
            Assert.All(batch, request => Assert.NotNull(_users.Find(request.OriginatorUserUuid)));
            read.AddRange(batch);
        }

        Assert.Equal(requests.Select(request => request.Uuid), read.Select(request => request.Uuid));
    }

    [Fact]
    public async Task EachUserIsLookedUpOnceInFullBatches()
    {
        var requests = Create(20_000, userCount: 3000);

        await ReadToEndAsync(Batches(requests, 100));

        var ids = _searches.SelectMany(search => search).ToList();
        Assert.Equal(ids.Distinct().Count(), ids.Count);
        Assert.Equal(requests.SelectMany(request => new[] { request.TargetUserUuid, request.OriginatorUserUuid }).Distinct().Order(), ids.Order());
        Assert.All(_searches, search => Assert.InRange(search.Count, 1, NameResolvingReader.MaxIdsPerSearch));
    }

    [Fact]
    public async Task RequestWaitsForBothOfItsUsers()
    {
        var go = new TaskCompletionSource();
        _onSearch = (number, token) => number == 1 ? Task.CompletedTask : go.Task.WaitAsync(token);
        var known = Create(NameResolvingReader.MaxIdsPerSearch, userCount: NameResolvingReader.MaxIdsPerSearch);
        var last = new Request { Uuid = Guid.NewGuid(), TargetUserUuid = known[0].TargetUserUuid, OriginatorUserUuid = Guid.NewGuid() };
        await using var reading = Read(Batches([.. known, last], 200)).GetAsyncEnumerator();

        var read = new List<Request>();
        while (read.Count < known.Count && await reading.MoveNextAsync())
            read.AddRange(reading.Current);

        Assert.Equal(known, read);
        go.SetResult();
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal([last], reading.Current);
    }

    [Fact]
    public async Task FewSearchesRunAtTheSameTime()
    {
        var go = new TaskCompletionSource();
        _onSearch = (_, _) => go.Task;
        var reading = ReadToEndAsync(Batches(Create(2000, userCount: 2000), 200));

        await Eventually.TrueAsync(() => Volatile.Read(ref _underWay) == NameResolvingReader.MaxSearches);
        go.SetResult();

        Assert.Equal(2000, (await Eventually.EndsAsync(reading)).Count);
        Assert.Equal(NameResolvingReader.MaxSearches, _mostUnderWay);
    }

    [Fact]
    public async Task FirstUsersAreLookedUpAtOnceAndLaterOnesInBatches()
    {
        var list = Channel.CreateUnbounded<List<Request>>();
        await using var read = Read(list.Reader.ReadAllAsync()).GetAsyncEnumerator();
        list.Writer.TryWrite(Create(3, userCount: 3));
        Assert.True(await Eventually.EndsAsync(read.MoveNextAsync().AsTask()));
        Assert.Single(_searches);

        // The clock is not advanced, so they wait.
        list.Writer.TryWrite(Create(5, userCount: 5));
        var next = read.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => list.Reader.Count == 0);
        Assert.Single(_searches);

        await Eventually.TrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return next.IsCompleted;
        });
        Assert.Equal(2, _searches.Count);
    }

    [Fact]
    public async Task EarlierSearchIsAwaitedFirst()
    {
        var first = new TaskCompletionSource();
        var second = new TaskCompletionSource();
        _onSearch = (number, _) => number == 1 ? first.Task : second.Task;
        await using var read = Read(Batches(Create(200, userCount: 200), 50)).GetAsyncEnumerator();
        var next = read.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => Volatile.Read(ref _searchCount) >= 2);

        second.SetResult();
        await Eventually.TrueAsync(() => Volatile.Read(ref _underWay) == 1);
        Assert.False(next.IsCompleted);

        first.SetResult();
        Assert.True(await Eventually.EndsAsync(next));
    }

    [Fact]
    public async Task RequestsAreReturnedWithoutNamesIfTheDirectoryIsUnavailable()
    {
        _onSearch = (_, _) => throw CreateFailure();
        var requests = Create(3000, userCount: 800);

        var read = await ReadToEndAsync(Batches(requests, 90));

        Assert.Equal(requests.Select(request => request.Uuid), read.Select(request => request.Uuid));
        Assert.Equal(_searchCount, _failures.Count);
        Assert.Empty(_users.List());
    }

    [Fact]
    public async Task RequestsBeforeAFailureOfTheDirectoryHaveNames()
    {
        _onSearch = (number, _) => number > 3 ? throw CreateFailure() : Task.CompletedTask;
        var requests = Create(3000, userCount: 2000);

        var read = await ReadToEndAsync(Batches(requests, 100));

        Assert.Equal(requests.Select(request => request.Uuid), read.Select(request => request.Uuid));
        Assert.NotNull(_users.Find(requests[0].TargetUserUuid));
        Assert.Null(_users.Find(requests[^1].TargetUserUuid));
        Assert.NotEmpty(_failures);
    }

    [Fact]
    public async Task UserThatWasNotFoundIsNotLookedUpAgain()
    {
        var requests = Create(10, userCount: 10);
        _users.Set(requests[4].TargetUserUuid, name: null);

        await ReadToEndAsync(Batches(requests, 5));
        await ReadToEndAsync(Batches(requests, 5));

        Assert.DoesNotContain(requests[4].TargetUserUuid, _searches.SelectMany(search => search));
        Assert.Equal(_searches.SelectMany(search => search).Distinct().Count(), _searches.Sum(search => search.Count));
    }

    [Fact]
    public async Task RequestWithoutUsersNeedsNoSearch()
    {
        await ReadToEndAsync(Batches([new Request { Uuid = Guid.NewGuid() }], 1));

        Assert.Empty(_searches);
    }

    [Fact]
    public async Task TwoListsOfOneSessionShareTheirNames()
    {
        var requests = Create(4000, userCount: 500);

        var both = await Task.WhenAll(ReadToEndAsync(Batches(requests, 100)), ReadToEndAsync(Batches(requests, 130)));
        var searches = _searches.Count;
        var third = await ReadToEndAsync(Batches(requests, 100));

        Assert.All((List<Request>[])[.. both, third], read => Assert.Equal(requests.Select(one => one.Uuid), read.Select(one => one.Uuid)));
        Assert.Equal(searches, _searches.Count);
    }

    [Fact]
    public async Task CancellationEndsItWhileTheDirectoryHangs()
    {
        using var stop = new CancellationTokenSource();
        var source = new Source(Create(5000, userCount: 5000), 100);
        _onSearch = (_, token) => Task.Delay(Timeout.Infinite, token);
        var reading = ReadToEndAsync(source.ReadAsync(default), stop.Token);
        await Eventually.TrueAsync(() => Volatile.Read(ref _searchCount) > 0);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(reading));
        Assert.True(source.IsClosed);
        Assert.Equal(0, _underWay);
        Assert.Empty(_failures);
    }

    [Fact]
    public async Task ListThatIsStoppedEarlyIsClosedWithItsSearches()
    {
        var source = new Source(Create(50_000, userCount: 50_000), 100);
        _onSearch = (number, token) => number == 1 ? Task.CompletedTask : Task.Delay(Timeout.Infinite, token);

        await foreach (var batch in Read(source.ReadAsync(default)))
        {
            Assert.NotEmpty(batch);
            break;
        }

        Assert.True(source.IsClosed);
        Assert.Equal(0, _underWay);
    }

    [Fact]
    public async Task FailureOfTheListIsThrownAfterItsRequests()
    {
        var source = new Source(Create(1234, userCount: 600), 100) { Failure = new InvalidDataException("cut short") };
        var read = new List<Request>();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var batch in Read(source.ReadAsync(default)))
                read.AddRange(batch);
        });

        Assert.Equal("cut short", failure.Message);
        Assert.Equal(1234, read.Count);
    }

    [Fact]
    public async Task NumberOfWaitingRequestsIsLimited()
    {
        // The directory is slower than the list, and the list has more users than are kept.
        _onSearch = async (_, _) => await Task.Yield();
        var source = new Source(300_000, 100);
        var read = 0;

        await foreach (var batch in Read(source.ReadAsync(default)))
        {
            read += batch.Count;
            Assert.InRange(source.Count - read, 0, 15_000);
        }

        Assert.Equal(300_000, read);
        Assert.InRange(_users.List().Count, 1, NameCache.MaxCount);
    }

    private static NameLookupException CreateFailure() => new(NameLookupError.DirectoryUnavailable, "The directory did not answer.", target: null);

    /// <summary>Requests with randomly repeated users, as in a real list.</summary>
    private static List<Request> Create(int count, int userCount)
    {
        var random = new Random(1);
        var users = Enumerable.Range(0, userCount).Select(_ => Guid.NewGuid()).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => new Request
        {
            Uuid = Guid.NewGuid(),
            TargetUserUuid = users[i < userCount ? i : random.Next(userCount)],
            OriginatorUserUuid = users[i < userCount ? i : random.Next(userCount)],
        })];
    }

    private static IAsyncEnumerable<List<Request>> Batches(IReadOnlyList<Request> requests, int size) => new Source(requests, size).ReadAsync(default);

    private IAsyncEnumerable<List<Request>> Read(IAsyncEnumerable<List<Request>> list, CancellationToken cancellationToken = default) =>
        new NameResolvingReader(_users, ResolveAsync, _failures.Enqueue, _time).ReadAsync(list, cancellationToken);

    private async Task<List<Request>> ReadToEndAsync(IAsyncEnumerable<List<Request>> list, CancellationToken cancellationToken = default)
    {
        var all = new List<Request>();
        await foreach (var batch in Read(list, cancellationToken))
            all.AddRange(batch);

        return all;
    }

    private async Task ResolveAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var number = Interlocked.Increment(ref _searchCount);
        _searches.Enqueue(ids);
        var underWay = Interlocked.Increment(ref _underWay);
        lock (_searches)
            _mostUnderWay = Math.Max(_mostUnderWay, underWay);

        try
        {
            await _onSearch(number, cancellationToken);
            foreach (var id in ids)
                _users.Set(id, $@"CONTOSO\{id}");
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }

    /// <summary>A list that arrives in reused batches, as those of the client.</summary>
    private sealed class Source(IEnumerable<Request> requests, int batchSize)
    {
        private int _count;

        public Source(int count, int batchSize)
            : this(Enumerable.Range(0, count).Select(_ => new Request { Uuid = Guid.NewGuid(), TargetUserUuid = Guid.NewGuid() }), batchSize)
        {
        }

        public Exception? Failure { get; init; }

        public bool IsClosed { get; private set; }

        /// <summary>The number of requests read from it.</summary>
        public int Count => Volatile.Read(ref _count);

        public async IAsyncEnumerable<List<Request>> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var batch = new List<Request>();
            try
            {
                foreach (var chunk in requests.Chunk(batchSize))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    batch.Clear();
                    batch.AddRange(chunk);
                    Interlocked.Add(ref _count, chunk.Length);
                    yield return batch;
                    await Task.Yield();
                }

                if (Failure is not null)
                    throw Failure;
            }
            finally
            {
                IsClosed = true;
            }
        }
    }
}
