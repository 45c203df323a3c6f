using System.Runtime.CompilerServices;
using MimCm.Journal;
using MimCm.ProfileTemplates;

namespace MimCm;

/// <summary>A client for the REST API of one MIM CM server, with one identity. Several calls can run at the same time. A call that fails throws a
/// <see cref="MimCmException"/>. A call that is canceled throws an <see cref="OperationCanceledException"/>.</summary>
public sealed class MimCmClient : IDisposable
{
    private readonly RequestsResource _requests;
    private readonly object? _source;

    internal MimCmClient(HttpClient http, MimCmClientOptions options, object? source = null)
        : this(http, new ConnectionSettings(options), source)
    {
    }

    internal MimCmClient(HttpClient http, ConnectionSettings settings, object? source = null)
        : this(new ApiConnection(http, settings), source)
    {
    }

    private MimCmClient(ApiConnection connection, object? source)
    {
        Connection = connection;
        _source = source;
        _requests = new RequestsResource(connection, source);
        var reader = new ResourceReader(connection, _requests);
        Smartcards = new SmartcardsClient(reader, source);
        Profiles = new ProfilesClient(reader, _requests, source);
        Certificates = new CertificatesClient(reader, source);
    }

    /// <summary>The root address of the API.</summary>
    public Uri BaseAddress => Connection.Settings.BaseAddress;

    /// <summary>The address of the collection of requests.</summary>
    public Uri RequestsUri => _requests.Uri;

    /// <summary>Reads smart cards.</summary>
    public SmartcardsClient Smartcards { get; }

    /// <summary>Reads software profiles.</summary>
    public ProfilesClient Profiles { get; }

    /// <summary>Reads the certificates of the current user.</summary>
    public CertificatesClient Certificates { get; }

    /// <summary>The connection that makes the calls of all resources.</summary>
    internal ApiConnection Connection { get; }

    /// <summary>Creates a client with its own connections and cookies.</summary>
    /// <exception cref="ArgumentException">The address is missing or invalid.</exception>
    /// <exception cref="MimCmException">The options would send a secret over an unencrypted connection.</exception>
    public static MimCmClient Create(MimCmClientOptions options) => Create(options, source: null);

    /// <param name="options">The server, the identity and the connection.</param>
    /// <param name="source">The object that is stored as the source of each request that this client reads.</param>
    internal static MimCmClient Create(MimCmClientOptions options, object? source)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        var settings = new ConnectionSettings(options);
        return new MimCmClient(new HttpClient(HttpHandlerFactory.Create(options, settings)), settings, source);
    }

    /// <summary>Returns a client that shares this client's connections and reports each exchange. Disposing of it does not close the
    /// connections.</summary>
    /// <param name="observer">Called for each exchange, on any thread.</param>
    public MimCmClient WithExchangeObserver(Action<HttpExchange> observer) =>
        new(Connection.WithExchangeObserver(observer ?? throw new ArgumentNullException(nameof(observer))), _source);

    /// <summary>Makes one call to verify that the server responds, provides the API and accepts the identity.</summary>
    /// <exception cref="MimCmException">The verification failed. With <see cref="MimCmError.Forbidden"/>, the server accepted the identity, but the
    /// identity has no permission to list requests. This does not apply if <see cref="MimCmException.IsHtmlResponse"/> is true.</exception>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _requests.ProbeAsync(cancellationToken);

    /// <summary>Lists requests as they arrive. If no request is found, the list is empty. A failure is thrown after the requests that were received
    /// completely have been returned.</summary>
    /// <param name="query">The filters of the list.</param>
    /// <param name="cancellationToken">Cancels the list and closes its connection.</param>
    /// <exception cref="MimCmException">The list could not be read completely, or it contains requests that do not match the query.</exception>
    public IAsyncEnumerable<Request> GetRequestsAsync(RequestQuery query, CancellationToken cancellationToken = default)
    {
        if (query is null)
            throw new ArgumentNullException(nameof(query));

        return EnumerateAsync(query, cancellationToken);
    }

    /// <summary>Reads one request.</summary>
    /// <exception cref="ArgumentException">The id is all-zero.</exception>
    /// <exception cref="MimCmException">The request could not be read; <see cref="MimCmError.RequestNotFound"/> if the server does not know it.</exception>
    public Task<Request> GetRequestAsync(Guid id, CancellationToken cancellationToken = default)
    {
        Guard.ThrowIfEmpty(id);
        return _requests.GetAsync(id, cancellationToken);
    }

    /// <summary>Changes the status of one request and returns the changed request. All three changes are final. If the response is lost, the request
    /// is read back before the change is sent again.</summary>
    /// <exception cref="ArgumentException">The id is all-zero, or the change is not one of the three values.</exception>
    /// <exception cref="MimCmException">The change failed (<see cref="MimCmException.IsUnchanged"/>); <see cref="MimCmError.OutcomeUnknown"/> if it
    /// is unknown whether the change took effect; <see cref="MimCmError.UnexpectedStatus"/>, with the request, if the request has another
    /// status.</exception>
    public Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, CancellationToken cancellationToken = default) =>
        SetRequestStatusAsync(id, change, trace: null, cancellationToken);

    /// <summary>Creates a request and reads it. The call is sent again only if it certainly did not reach the server. If its response is lost, the
    /// client looks for the created request in the list of open requests.</summary>
    /// <exception cref="ArgumentException">The profile template and the smart card are both specified or both missing, an identifier is all-zero, or
    /// the kind is not valid.</exception>
    /// <exception cref="MimCmException">The request was not created. With <see cref="MimCmError.CreatedUnread"/>, it was created but could not be
    /// read. With <see cref="MimCmError.OutcomeUnknown"/>, it is unknown whether it was created
    /// (<see cref="MimCmException.Candidates"/>).</exception>
    public async Task<CreateRequestResult> CreateRequestAsync(NewRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        request.Validate();
        return await new CreateRequestOperation(_requests, request).ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the requests that may be the result of a creation, in any status.</summary>
    /// <param name="request">The request that was to be created.</param>
    /// <param name="submittedAfter">The earliest time of submission, in UTC.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    internal Task<List<Request>> FindCreatedAsync(NewRequest request, DateTime submittedAfter, CancellationToken cancellationToken) =>
        _requests.FindCreatedAsync(request, statuses: [], submittedAfter, cancellationToken);

    /// <summary>Waits until each request has one of the statuses, and returns each request as soon as it does. The wait continues while the server
    /// cannot be reached.</summary>
    public IAsyncEnumerable<WaitResult> WaitForRequestsAsync(RequestWaitOptions wait, CancellationToken cancellationToken = default)
    {
        if (wait is null)
            throw new ArgumentNullException(nameof(wait));

        foreach (var id in wait.Ids)
            Guard.ThrowIfEmpty(id);

        return new RequestPoller(this, wait).RunAsync(cancellationToken);
    }

    /// <summary>Lists the profile templates that are visible to the identity. If there are none, the list is empty.</summary>
    /// <exception cref="MimCmException">The list could not be read.</exception>
    public Task<IReadOnlyList<ProfileTemplate>> GetProfileTemplatesAsync(CancellationToken cancellationToken = default) =>
        new ProfileTemplatesResource(Connection).ListAsync(cancellationToken);

    /// <summary>Closes the connections, unless this client shares them with the client that it was created from.</summary>
    public void Dispose() => Connection.Dispose();

    /// <summary>Lists requests as they arrive, in batches of the requests that are complete. The list object is reused for the next batch.</summary>
    internal IAsyncEnumerable<List<Request>> GetBatchesAsync(RequestQuery query, ListProgress? progress, CancellationToken cancellationToken = default) =>
        _requests.ListAsync(query ?? throw new ArgumentNullException(nameof(query)), progress, cancellationToken);

    /// <summary>Changes the status of one request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="change">The change.</param>
    /// <param name="trace">Receives details of the change; null if not needed.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    internal Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, ChangeTrace? trace, CancellationToken cancellationToken)
    {
        Guard.ThrowIfEmpty(id);
        return new StatusChangeOperation(_requests, id, change, trace).ExecuteAsync(cancellationToken);
    }

    /// <summary>Calls a route of the API for which this class has no method, and returns the JSON text of the response. The text is empty if the
    /// response has no content. Transient failures of a GET are retried; any other call is sent once.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="uri">The address, from <see cref="TryGetUri"/>.</param>
    /// <param name="body">The JSON to send; null for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    internal Task<string> InvokeAsync(HttpMethod method, Uri uri, byte[]? body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(method, uri)
        {
            Body = body,
            DescribeStatus = code => code == 404 ? (MimCmError.RouteMissing, Strings.PathNotFound.With(uri.GetLeftPart(UriPartial.Path))) : null,
        };
        return Connection.InvokeAsync(call, cancellationToken);
    }

    /// <summary>Returns the address of a path below the root of the API; null if the path leads out of the API.</summary>
    internal Uri? TryGetUri(string path) => ServerAddress.TryCombine(BaseAddress, path);

    private async IAsyncEnumerable<Request> EnumerateAsync(RequestQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var batch in _requests.ListAsync(query, progress: null, cancellationToken).ConfigureAwait(false))
        {
            foreach (var request in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                yield return request;
            }
        }
    }
}
