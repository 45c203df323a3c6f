using System.Runtime.CompilerServices;
using MimCm.PowerShell.Commands.Base;

namespace MimCm.DirectoryServices.Tests;

public sealed class ReadAheadReaderTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private int _count;
    private bool _isClosed;

    [Fact]
    public async Task ReadReturnsAllItemsInTheirOrder()
    {
        var read = new List<int>();

        await foreach (var batch in ReadAheadReader.ReadAsync(List(1000), default))
            read.AddRange(batch);

        Assert.Equal(Enumerable.Range(0, 3000), read);
        Assert.True(_isClosed);
    }

    [Fact]
    public async Task FailureIsThrownAfterTheItemsReceivedBeforeIt()
    {
        var read = new List<int>();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var batch in ReadAheadReader.ReadAsync(List(20, new InvalidDataException("cut short")), default))
                read.AddRange(batch);
        });

        Assert.Equal("cut short", failure.Message);
        Assert.Equal(Enumerable.Range(0, 60), read);
    }

    [Fact]
    public async Task SlowReaderLimitsWhatIsReadAhead()
    {
        var read = 0;

        await foreach (var batch in ReadAheadReader.ReadAsync(List(200), default))
        {
            read++;
            await Eventually.TrueAsync(() => Volatile.Read(ref _count) >= Math.Min(200, read + ReadAheadReader.MaxBatches));

            // The writer holds one batch in addition to those in the channel.
            Assert.InRange(Volatile.Read(ref _count), 1, read + ReadAheadReader.MaxBatches + 1);
        }

        Assert.Equal(200, read);
    }

    [Fact]
    public async Task StoppingEarlyClosesTheList()
    {
        await foreach (var batch in ReadAheadReader.ReadAsync(List(int.MaxValue), default))
        {
            Assert.NotEmpty(batch);
            break;
        }

        Assert.True(_isClosed);
    }

    [Fact]
    public async Task CancellationEndsAListThatSendsNothing()
    {
        using var stop = new CancellationTokenSource();
        await using var list = ReadAheadReader.ReadAsync(Silent(), stop.Token).GetAsyncEnumerator();
        var next = list.MoveNextAsync().AsTask();
        await Eventually.TrueAsync(() => Volatile.Read(ref _count) == 1);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.WaitAsync(Deadline));
        Assert.True(_isClosed);
    }

    /// <summary>A list that uses the same object for each batch, as the client does.</summary>
    private async IAsyncEnumerable<List<int>> List(
        int batches, Exception? failure = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var batch = new List<int>();
        try
        {
            for (var i = 0; i < batches; i++)
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                batch.Clear();
                batch.AddRange(Enumerable.Range(i * 3, 3));
                Interlocked.Increment(ref _count);
                yield return batch;
            }

            if (failure is not null)
                throw failure;
        }
        finally
        {
            _isClosed = true;
        }
    }

    private async IAsyncEnumerable<List<int>> Silent([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        try
        {
            Interlocked.Increment(ref _count);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield break;
        }
        finally
        {
            _isClosed = true;
        }
    }
}
