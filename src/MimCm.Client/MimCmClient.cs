using System.Runtime.CompilerServices;
using System.Text.Json;

namespace MimCm;

/// <summary>The requests of one MIM CM server, as one identity. Calls may overlap. What fails is a <see cref="MimCmException"/>;
/// what is canceled is an <see cref="OperationCanceledException"/>.</summary>
public sealed class MimCmClient : IDisposable
{
    private readonly ApiConnection _transport;
    private readonly RetryPolicy _reads;
    private readonly RetryPolicy _changes;
    private readonly int _maximumRetryCount;
    private readonly TimeSpan _retryInterval;
    private readonly object? _source;

    internal MimCmClient(HttpClient http, MimCmClientOptions options, object? source = null)
        : this(new ApiConnection(http, options), options.MaximumRetryCount, options.RetryInterval, source)
    {
    }

    private MimCmClient(ApiConnection transport, int maximumRetryCount, TimeSpan retryInterval, object? source)
    {
        _transport = transport;
        _maximumRetryCount = maximumRetryCount;
        _retryInterval = retryInterval;
        _source = source;
        _reads = RetryRules.ForReads(maximumRetryCount, retryInterval, transport.Observer);
        _changes = RetryRules.ForChanges(maximumRetryCount, retryInterval, transport.Observer);
    }

    /// <summary>The API's root.</summary>
    public Uri BaseAddress => _transport.Root;

    /// <summary>The address of the requests as a whole.</summary>
    public Uri RequestsUri => _transport.Collection("");

    /// <summary>Makes a client with connections and cookies of its own.</summary>
    /// <exception cref="ArgumentException">The address can't name a server.</exception>
    /// <exception cref="MimCmException">A credential would cross the network in the clear.</exception>
    public static MimCmClient Create(MimCmClientOptions options) => Create(options, source: null);

    /// <param name="options">Which server, as whom and how.</param>
    /// <param name="source">What the requests that this client reads are to name as where they came from.</param>
    internal static MimCmClient Create(MimCmClientOptions options, object? source)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        options.ApiRoot();
        return new MimCmClient(new HttpClient(AuthenticationHandler.Create(options)), options, source);
    }

    /// <summary>This client, watched: the same connections, and every exchange is told to the observer, on any thread.</summary>
    public MimCmClient WithExchangeObserver(Action<HttpExchange> observer) =>
        new(_transport.WithExchangeObserver(observer), _maximumRetryCount, _retryInterval, _source);

    /// <summary>Makes one call that proves that the server answers, that it speaks the API and that it takes this identity.</summary>
    /// <exception cref="MimCmException">It does not; with <see cref="MimCmError.Forbidden"/> it took the identity, which may not list.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken = default)
    {
        // The cheapest list there is: hardly a request is in no status. It is read up to the first, as a page of a proxy would come
        // with 200, and no further, as a server that takes None for any would send all there are.
        var query = new RequestQuery { ForCurrentUser = true, Statuses = [RequestStatus.None] };
        await foreach (var _ in GetRequestsAsync(query, cancellationToken).ConfigureAwait(false))
            break;
    }

    /// <summary>Lists requests as they arrive. Nothing found is an empty list. What failed is thrown where it happened, after the
    /// requests that had come whole.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the list and closes its connection.</param>
    /// <exception cref="MimCmException">The list could not be had, or not to its end.</exception>
    public async IAsyncEnumerable<Request> GetRequestsAsync(RequestQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var batch in GetBatchesAsync(query, progress: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var request in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return request;
            }
        }
    }

    /// <summary>Lists requests as they arrive, as many at a time as have come whole. A batch is used again for the next.</summary>
    internal async IAsyncEnumerable<List<Request>> GetBatchesAsync(RequestQuery query, ListProgress? progress, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (query is null)
            throw new ArgumentNullException(nameof(query));

        var queries = query.Queries().ToArray();
        var seen = queries.Length > 1 ? new HashSet<Guid>() : null;
        var isWanted = seen is null && query.MatchesAll ? null : (Func<Request, bool>)IsWanted;
        foreach (var text in queries)
        {
            var uri = _transport.Collection(text);

            // Up to its first request that is given, a list may be asked for again.
            using var list = await _reads.ExecuteAsync(
                async token =>
                {
                    var opened = await _transport.OpenAsync(HttpMethod.Get, uri, id: null, body: null, token).ConfigureAwait(false);
                    progress?.Begin(opened, isOnly: queries.Length == 1);
                    await opened.ReadFirstAsync(_source, isWanted, token).ConfigureAwait(false);
                    return opened;
                },
                cancellationToken).ConfigureAwait(false);

            do
            {
                if (list.Batch.Count > 0)
                    yield return list.Batch;
            }
            while (await list.ReadNextAsync(isWanted, cancellationToken).ConfigureAwait(false));

            progress?.End();
        }

        bool IsWanted(Request request) => query.Matches(request) && seen?.Add(request.Uuid) != false;
    }

    /// <summary>Reads one request.</summary>
    /// <exception cref="ArgumentException">The id is all-zero.</exception>
    /// <exception cref="MimCmException">It could not be read; <see cref="MimCmError.RequestNotFound"/> when the server knows none of this id.</exception>
    public Task<Request> GetRequestAsync(Guid id, CancellationToken cancellationToken = default)
    {
        RefuseEmpty(id);
        return _reads.ExecuteAsync(token => ReadAsync(id, token), cancellationToken).AsTask();
    }

    /// <summary>Changes the status of one request and gives the request as it then stands. All three changes are final. Where the
    /// answer is lost, the request is read back before anything else is done.</summary>
    /// <exception cref="ArgumentException">The id is all-zero, or the change is none of the three.</exception>
    /// <exception cref="MimCmException">It was not changed, as far as is known; <see cref="MimCmError.OutcomeUnknown"/> when that
    /// is not known; <see cref="MimCmError.UnexpectedStatus"/>, with the request, when it stands otherwise than asked.</exception>
    public Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, CancellationToken cancellationToken = default)
    {
        RefuseEmpty(id);
        return ChangeAsync(id, change, change.FinalStatus(), cancellationToken);
    }

    /// <summary>Waits until each request is where it is waited for, and gives each as it gets there. A server that is away for a
    /// while is waited for, too.</summary>
    public IAsyncEnumerable<WaitResult> WaitForRequestsAsync(RequestWaitOptions wait, CancellationToken cancellationToken = default)
    {
        if (wait is null)
            throw new ArgumentNullException(nameof(wait));

        foreach (var id in wait.Ids)
            RefuseEmpty(id);

        return new RequestPoller(this, wait).RunAsync(cancellationToken);
    }

    /// <summary>Closes the connections. A client that was made by <see cref="WithExchangeObserver"/> shares them.</summary>
    public void Dispose() => _transport.Dispose();

    private static void RefuseEmpty(Guid id)
    {
        if (id == Guid.Empty)
            throw new ArgumentException(Strings.EmptyId, nameof(id));
    }

    private async ValueTask<Request> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        using var answer = await _transport.OpenAsync(HttpMethod.Get, _transport.Item(id), id, body: null, cancellationToken).ConfigureAwait(false);
        return await answer.ReadOneAsync(_source, id, cancellationToken).ConfigureAwait(false)
            ?? throw answer.Failure(MimCmError.RequestNotFound, Strings.RequestNotFound.With(id));
    }

    private async Task<Request> ChangeAsync(Guid id, RequestStatusChange change, RequestStatus wanted, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new StatusChangeBody(change.ToString()), ClientJsonContext.Default.StatusChangeBody);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var request = await _changes.ExecuteAsync(token => PutAsync(id, body, token), cancellationToken).ConfigureAwait(false)
                    ?? await ReadBackAsync(id, Strings.ChangeAnsweredEmpty, cause: null, cancellationToken).ConfigureAwait(false);

                return request.Status == wanted ? request : throw Unexpected(request, wanted, cause: null);
            }
            catch (MimCmException e) when (e.IsOutcomeUncertain || (attempt > 0 && e.Request is null && e.Error != MimCmError.OutcomeUnknown))
            {
                // An error on a second try says little: the first may have landed late. The request itself says what is so.
                var now = await ReadBackAsync(id, Strings.ChangeAnswerLost, e, cancellationToken).ConfigureAwait(false);
                if (now.Status == wanted)
                    return now;

                if (!e.IsOutcomeUncertain)
                    throw;

                if (now.Status.IsFinal())
                    throw Unexpected(now, wanted, e);

                if (attempt >= _maximumRetryCount || e.RetryAfter > RetryRules.MaxRetryDelay)
                    throw new MimCmException(MimCmError.OutcomeUnknown, Strings.ChangeNeverAnswered.With(id, attempt + 1, now.Status), e) { Uri = e.Uri };

                var wait = e.RetryAfter ?? RetryRules.Wait(_retryInterval, attempt);
                _transport.Observer?.Invoke(RetryRules.Again("PUT", e, wait));
                await Task.Delay(wait, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Sends the change; null when the server took it and did not say how the request stands.</summary>
    private async ValueTask<Request?> PutAsync(Guid id, byte[] body, CancellationToken cancellationToken)
    {
        using var answer = await _transport.OpenAsync(HttpMethod.Put, _transport.Item(id), id, body, cancellationToken).ConfigureAwait(false);
        return await answer.ReadOneAsync(_source, id, cancellationToken).ConfigureAwait(false);
    }

    private async Task<Request> ReadBackAsync(Guid id, string reason, MimCmException? cause, CancellationToken cancellationToken)
    {
        try
        {
            return await GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
        }
        // An empty answer to the change and none to the question: the server never knew of such a request.
        catch (MimCmException e) when (cause is not null || e.Error != MimCmError.RequestNotFound)
        {
            throw new MimCmException(MimCmError.OutcomeUnknown, Strings.OutcomeUnknown.With(id, reason, cause?.Message, e.Message), cause ?? e)
            {
                Uri = e.Uri,
                StatusCode = e.StatusCode,
                ServerMessage = e.ServerMessage,
                CorrelationId = e.CorrelationId,
            };
        }
    }

    private MimCmException Unexpected(Request request, RequestStatus wanted, MimCmException? cause) =>
        new(MimCmError.UnexpectedStatus, Strings.UnexpectedStatus.With(request.Uuid, request.Status, wanted), cause)
        {
            Uri = _transport.Item(request.Uuid),
            Request = request,
        };
}
