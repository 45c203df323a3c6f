using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace MimCm.Requests;

/// <summary>Looks at requests again and again until each has got where it was waited for. A server that is away for a while, such
/// as one that restarts, is waited for, too.</summary>
internal sealed class RequestPoller
{
    /// <summary>From so many on, one list is asked for what stands still, instead of each request.</summary>
    private const int ManyRequests = 20;

    /// <summary>A list is given up when it holds so many others for each request that is looked for.</summary>
    private const int OthersPerRequest = 50;

    private const int MaxConcurrency = 8;
    private static readonly TimeSpan MaxPollInterval = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FinalPollTimeout = TimeSpan.FromSeconds(5);

    private readonly MimCmClient _client;
    private readonly RequestWaitOptions _wait;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Dictionary<Guid, Request?> _pending;
    private MimCmException? _lastError;
    private bool _listIsExpensive;

    public RequestPoller(MimCmClient client, RequestWaitOptions wait)
    {
        _client = client;
        _wait = wait;
        _pending = wait.Ids.Distinct().ToDictionary(id => id, _ => (Request?)null);
    }

    private TimeSpan Remaining => _wait.Timeout > _clock.Elapsed ? _wait.Timeout - _clock.Elapsed : TimeSpan.Zero;

    public async IAsyncEnumerable<WaitResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var total = _pending.Count;
        var pause = _wait.PollInterval;
        while (true)
        {
            var isLast = Remaining == TimeSpan.Zero;
            foreach (var result in await PollAllAsync(isLast, cancellationToken).ConfigureAwait(false))
            {
                _pending.Remove(result.Id);
                yield return result;
            }

            if (_pending.Count == 0)
                yield break;

            if (isLast)
                break;

            _wait.Progress?.Invoke(new WaitProgress(total, _pending.Count, Remaining, _lastError?.Message));
            // In whole milliseconds, up: a part of one would be no pause at all, and the last moments would be one look after the other.
            var milliseconds = Math.Ceiling(Shorter(pause, Remaining).TotalMilliseconds);
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), cancellationToken).ConfigureAwait(false);
            pause = Shorter(TimeSpan.FromTicks(pause.Ticks * 3 / 2), MaxPollInterval > _wait.PollInterval ? MaxPollInterval : _wait.PollInterval);
        }

        foreach (var left in _pending)
            yield return new WaitResult(left.Key, left.Value, TimedOut(left.Key, left.Value));
    }

    /// <summary>Looks at all that are pending; those that are done.</summary>
    private async Task<List<WaitResult>> PollAllAsync(bool isLast, CancellationToken cancellationToken)
    {
        // A look that hangs must not hold up the end; the last one gets a moment of its own.
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (_wait.Timeout > TimeSpan.Zero)
            limited.CancelAfter(isLast ? FinalPollTimeout : Remaining + FinalPollTimeout);

        _lastError = null;
        var looks = new ConcurrentQueue<WaitResult>();
        try
        {
            var still = await FindUnchangedAsync(limited.Token).ConfigureAwait(false);
            using var gate = new SemaphoreSlim(MaxConcurrency, MaxConcurrency);
            await Task.WhenAll(_pending.Keys.Where(id => still?.Contains(id) != true).Select(id => PollAsync(id, looks, gate, limited.Token))).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Out of time in mid-look: what was seen counts, the rest stays pending.
        }

        var done = new List<WaitResult>();
        foreach (var look in looks)
        {
            if (look.Request is not null)
                _pending[look.Id] = look.Request;

            if (look.Failure is not null || _wait.IsMet(look.Request!))
                done.Add(look);
        }

        return done;
    }

    /// <summary>Looks at one, unless the server can't say now and may say later.</summary>
    private async Task PollAsync(Guid id, ConcurrentQueue<WaitResult> looks, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var request = await _client.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
            looks.Enqueue(new WaitResult(id, request, !_wait.IsMet(request) && request.Status.IsFinal() ? EndedOtherwise(request) : null));
        }
        catch (MimCmException e) when (IsTransientError(e) && _wait.Timeout > TimeSpan.Zero)
        {
            _lastError = e;
        }
        catch (MimCmException e)
        {
            looks.Enqueue(new WaitResult(id, Request: null, e));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Of many requests, those that stand where they were last seen, by a list of each such status. A list is believed in
    /// nothing else: what is not in it is looked at by itself. Null when each had better be looked at.</summary>
    private async Task<HashSet<Guid>?> FindUnchangedAsync(CancellationToken cancellationToken)
    {
        var statuses = _pending.Values.OfType<Request>().Select(request => request.Status).Distinct().ToArray();
        if (_listIsExpensive || _pending.Count < ManyRequests || statuses.Length == 0)
            return null;

        var still = new HashSet<Guid>();
        var others = 0;
        try
        {
            await foreach (var request in _client.GetRequestsAsync(new RequestQuery { Statuses = statuses }, cancellationToken).ConfigureAwait(false))
            {
                if (_pending.TryGetValue(request.Uuid, out var before) && before?.Status == request.Status)
                {
                    still.Add(request.Uuid);
                }
                else if (++others > OthersPerRequest * _pending.Count)
                {
                    _listIsExpensive = true;
                    return null;
                }
            }
        }
        catch (MimCmException e)
        {
            // This account may not list, or the server is away: the looks one by one will tell.
            _listIsExpensive = e.Error == MimCmError.Forbidden;
            return null;
        }

        return still;
    }

    private MimCmException EndedOtherwise(Request request) =>
        new(MimCmError.UnexpectedStatus, Strings.WaitEndedOtherwise.With(request.Uuid, request.Status, Wanted)) { Request = request };

    private MimCmException TimedOut(Guid id, Request? last) =>
        new(MimCmError.WaitTimeout, last is null ? Strings.WaitNeverSeen.With(id, _wait.Timeout.TotalSeconds) : Strings.WaitTimedOut.With(id, last.Status, _wait.Timeout.TotalSeconds, Wanted), _lastError)
        {
            Request = last,
        };

    private string Wanted => _wait.Statuses.Count == 0 ? Strings.AnyFinalStatus : string.Join(", ", _wait.Statuses);

    /// <summary>What a server that restarts or is overrun may answer for a while.</summary>
    private static bool IsTransientError(MimCmException failure) => failure.Error is MimCmError.ConnectionFailed or MimCmError.Timeout
        or MimCmError.ServerBusy or MimCmError.ServerError or MimCmError.InvalidResponse;

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
