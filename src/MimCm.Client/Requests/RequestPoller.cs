using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace MimCm.Requests;

/// <summary>Polls requests until each has one of the expected statuses. Polling continues while the server cannot be reached, for example during a
/// restart.</summary>
internal sealed class RequestPoller
{
    /// <summary>The minimum number of requests for which one list is read to find the requests that have not changed, instead of reading each
    /// request.</summary>
    private const int ManyRequests = 20;

    /// <summary>The maximum number of other requests in a list for each request that is waited for. If a list contains more, the requests are read by
    /// id.</summary>
    private const int OthersPerRequest = 50;

    private const int MaxConcurrency = 8;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>The maximum time that a poll can take after the end of the wait.</summary>
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
            // Rounded up to whole milliseconds. A timer ignores the fraction, which would cause many polls without a pause just before the end.
            var milliseconds = Math.Ceiling(Min(pause, Remaining).TotalMilliseconds);
            await _timeProvider.DelayAsync(TimeSpan.FromMilliseconds(milliseconds), cancellationToken).ConfigureAwait(false);
            pause = Min(TimeSpan.FromTicks(pause.Ticks * 3 / 2), LongestPause > _wait.PollInterval ? LongestPause : _wait.PollInterval);
        }

        foreach (var left in _pending)
            yield return new WaitResult(left.Key, left.Value, TimedOut(left.Key, left.Value));
    }

    /// <summary>Polls all pending requests.</summary>
    /// <returns>The requests that are done, and whether the timeout passed before all requests were polled.</returns>
    private async Task<(List<WaitResult> Done, bool IsCutShort)> PollAllAsync(CancellationToken cancellationToken)
    {
        // A server that does not respond must not delay the end. A wait of zero length is limited by the timeout of the client.
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
            // The timeout has passed. The results so far are used, and the other requests stay pending.
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

    /// <summary>Polls one request. After a transient failure it stays pending.</summary>
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

    /// <summary>For many requests, finds those whose status has not changed, by one list for each status. The lists are used only for this purpose. A
    /// request that is not in a list is read by its id.</summary>
    /// <returns>The ids of the unchanged requests; null if each request must be read by its id.</returns>
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
            // The account cannot list requests, the server ignores the query, or it cannot be reached. Reading each request will show which.
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

    /// <summary>Whether the failure is typical of a server that is restarting or overloaded.</summary>
    private static bool MayPass(MimCmException failure) => failure.Error is MimCmError.ConnectionFailed or MimCmError.Timeout
        or MimCmError.ServerBusy or MimCmError.ServerError or MimCmError.InvalidResponse;

    private static TimeSpan Min(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
