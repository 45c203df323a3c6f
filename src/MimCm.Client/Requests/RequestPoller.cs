using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MimCm.Requests;

/// <summary>Polls requests until each has one of the statuses that are waited for. A server that can't be reached for a while, such as one
/// that restarts, is waited for, too.</summary>
internal sealed class RequestPoller
{
    /// <summary>From this number on, one list is read to find the requests that have not changed, instead of reading each.</summary>
    private const int ManyRequests = 20;

    /// <summary>A list is not worth reading if it holds this number of other requests for each one that is waited for.</summary>
    private const int OthersPerRequest = 50;

    private const int MaxConcurrency = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>How long a poll may go on after the end of the wait.</summary>
    private static readonly TimeSpan FinalPollTimeout = TimeSpan.FromSeconds(1);

    private readonly MimCmClient _client;
    private readonly RequestWaitOptions _wait;
    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly Dictionary<Guid, Request?> _pending;
    private MimCmException? _lastError;
    private bool _isListTooLarge;

    public RequestPoller(MimCmClient client, RequestWaitOptions wait)
    {
        _client = client;
        _wait = wait;
        _timeProvider = client.Connection.Settings.TimeProvider;
        _start = _timeProvider.GetTimestamp();
        _pending = wait.Ids.Distinct().ToDictionary(id => id, _ => (Request?)null);
    }

    private TimeSpan Remaining => _wait.Timeout - _timeProvider.GetElapsedTime(_start) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private string Wanted => _wait.Statuses.Count == 0 ? Strings.AnyFinalStatus : string.Join(", ", _wait.Statuses);

    public async IAsyncEnumerable<WaitResult> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var total = _pending.Count;
        var pause = _wait.PollInterval;
        while (true)
        {
            var isLast = Remaining == TimeSpan.Zero;
            var (done, isCutShort) = await PollAllAsync(cancellationToken).ConfigureAwait(false);
            foreach (var result in done)
            {
                _pending.Remove(result.Id);
                yield return result;
            }

            if (_pending.Count == 0)
                yield break;

            if (isLast || isCutShort)
                break;

            _wait.Progress?.Invoke(new WaitProgress(total, _pending.Count, Remaining, _lastError?.Message));
            // In whole milliseconds, rounded up: a timer ignores the fraction, and the last moments would be one poll after the other.
            var milliseconds = Math.Ceiling(Min(pause, Remaining).TotalMilliseconds);
            await _timeProvider.DelayAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken).ConfigureAwait(false);
            pause = Min(TimeSpan.FromTicks(pause.Ticks * 3 / 2), LongestPause > _wait.PollInterval ? LongestPause : _wait.PollInterval);
        }

        foreach (var left in _pending)
            yield return new WaitResult(left.Key, left.Value, TimedOut(left.Key, left.Value));
    }

    /// <summary>Polls all pending requests.</summary>
    /// <returns>The requests that are done, and whether the time ran out before all were polled.</returns>
    private async Task<(List<WaitResult> Done, bool IsCutShort)> PollAllAsync(CancellationToken cancellationToken)
    {
        // A server that does not respond must not hold up the end. A wait of no length is limited by the client's own timeout.
        using var limit = new ResponseTimeout(_timeProvider, cancellationToken);
        if (_wait.Timeout > TimeSpan.Zero)
            limit.Start(Remaining + FinalPollTimeout);

        _lastError = null;
        var polled = new ConcurrentQueue<WaitResult>();
        try
        {
            var unchanged = await FindUnchangedAsync(limit.Token).ConfigureAwait(false);
            using var gate = new SemaphoreSlim(MaxConcurrency, MaxConcurrency);
            var polls = _pending.Keys.Where(id => unchanged?.Contains(id) != true).Select(id => PollAsync(id, polled, gate, limit.Token));
            await Task.WhenAll(polls).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Out of time. What was polled counts, the rest stays pending.
        }

        var done = new List<WaitResult>();
        foreach (var result in polled)
        {
            if (result.Request is not null)
                _pending[result.Id] = result.Request;

            if (result.Failure is not null || _wait.IsMet(result.Request!))
                done.Add(result);
        }

        return (done, limit.HasElapsed);
    }

    /// <summary>Polls one request. A failure that may pass leaves it pending.</summary>
    private async Task PollAsync(Guid id, ConcurrentQueue<WaitResult> polled, SemaphoreSlim gate, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var request = await _client.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
            polled.Enqueue(new WaitResult(id, request, !_wait.IsMet(request) && request.Status.IsFinal() ? EndedOtherwise(request) : null));
        }
        catch (MimCmException e) when (MayPass(e) && _wait.Timeout > TimeSpan.Zero)
        {
            _lastError = e;
        }
        catch (MimCmException e)
        {
            polled.Enqueue(new WaitResult(id, Request: null, e));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Of many requests, those that still have the status they were last read with, by a list of each such status. The list is
    /// used for nothing else: a request that is not in it is read by its id.</summary>
    /// <returns>The ids; null when each request should be read.</returns>
    private async Task<HashSet<Guid>?> FindUnchangedAsync(CancellationToken cancellationToken)
    {
        var statuses = _pending.Values.OfType<Request>().Select(request => request.Status).Distinct().ToArray();
        if (_isListTooLarge || _pending.Count < ManyRequests || statuses.Length == 0)
            return null;

        var unchanged = new HashSet<Guid>();
        var others = 0;
        try
        {
            await foreach (var request in _client.GetRequestsAsync(new RequestQuery { Statuses = statuses }, cancellationToken).ConfigureAwait(false))
            {
                if (_pending.TryGetValue(request.Uuid, out var before) && before?.Status == request.Status)
                {
                    unchanged.Add(request.Uuid);
                }
                else if (++others > OthersPerRequest * _pending.Count)
                {
                    _isListTooLarge = true;
                    return null;
                }
            }
        }
        catch (MimCmException e)
        {
            // This account may not list requests, the server overlooks the query, or it can't be reached: reading each will tell.
            _isListTooLarge = e.Error is MimCmError.Forbidden or MimCmError.InvalidResponse;
            return null;
        }

        return unchanged;
    }

    private MimCmException EndedOtherwise(Request request) =>
        new(MimCmError.UnexpectedStatus, Strings.WaitEndedOtherwise.With(request.Uuid, request.Status, Wanted)) { Request = request };

    private MimCmException TimedOut(Guid id, Request? last)
    {
        var seconds = _wait.Timeout.TotalSeconds;
        var message = last is null ? Strings.WaitNeverSeen.With(id, seconds) : Strings.WaitTimedOut.With(id, last.Status, seconds, Wanted);
        return new MimCmException(MimCmError.WaitTimeout, message, _lastError) { Request = last };
    }

    /// <summary>Whether a server that restarts or is overloaded may answer so for a while.</summary>
    private static bool MayPass(MimCmException failure) => failure.Error is MimCmError.ConnectionFailed or MimCmError.Timeout
        or MimCmError.ServerBusy or MimCmError.ServerError or MimCmError.InvalidResponse;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
