using System.Runtime.CompilerServices;
using MimCm.Journal;
using MimCm.ProfileTemplates;

namespace MimCm;

/// <summary>The requests of one MIM CM server, as one identity. Calls can overlap. A call that fails throws a <see cref="MimCmException"/>; one
/// that is canceled throws an <see cref="OperationCanceledException"/>.</summary>
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

    /// <summary>The root of the API.</summary>
    public Uri BaseAddress => Connection.Settings.BaseAddress;

    /// <summary>The address of the collection of requests.</summary>
    public Uri RequestsUri => _requests.Uri;

    /// <summary>Reads smart cards.</summary>
    public SmartcardsClient Smartcards { get; }

    /// <summary>Reads software profiles.</summary>
    public ProfilesClient Profiles { get; }

    /// <summary>Reads the certificates of the current user.</summary>
    public CertificatesClient Certificates { get; }

    /// <summary>Makes the calls. Other resources of the API stand on it.</summary>
    internal ApiConnection Connection { get; }

    /// <summary>Creates a client with connections and cookies of its own.</summary>
    /// <exception cref="ArgumentException">The address is missing or invalid.</exception>
    /// <exception cref="MimCmException">The options would send a secret over an unencrypted connection.</exception>
    public static MimCmClient Create(MimCmClientOptions options) => Create(options, source: null);

    /// <param name="options">The server, the identity and the connection.</param>
    /// <param name="source">What each request that this client reads is marked with.</param>
    internal static MimCmClient Create(MimCmClientOptions options, object? source)
    {
        if (options is null)
            throw new ArgumentNullException(nameof(options));

        var settings = new ConnectionSettings(options);
        return new MimCmClient(new HttpClient(HttpHandlerFactory.Create(options, settings)), settings, source);
    }

    /// <summary>Returns a client that shares this client's connections and reports each exchange. Disposing of it leaves them open.</summary>
    /// <param name="observer">Is told of each exchange, on any thread.</param>
    public MimCmClient WithExchangeObserver(Action<HttpExchange> observer) =>
        new(Connection.WithExchangeObserver(observer ?? throw new ArgumentNullException(nameof(observer))), _source);

    /// <summary>Makes one call that proves that the server answers, that it speaks the API and that it accepts the identity.</summary>
    /// <exception cref="MimCmException">It does not. With <see cref="MimCmError.Forbidden"/> it accepted the identity, which may not list
    /// requests, unless <see cref="MimCmException.IsHtmlResponse"/> is true.</exception>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => _requests.ProbeAsync(cancellationToken);

    /// <summary>Lists requests as they arrive. If nothing is found, the list is empty. A failure is thrown after the requests that were received
    /// completely.</summary>
    /// <param name="query">Which requests.</param>
    /// <param name="cancellationToken">Ends the list and closes its connection.</param>
    /// <exception cref="MimCmException">The list could not be read, or not to its end, or it holds other requests than those asked for.</exception>
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

    /// <summary>Changes the status of one request and returns the request. All three changes are final. If the response is lost, the request is
    /// read back before the change is sent again.</summary>
    /// <exception cref="ArgumentException">The id is all-zero, or the change is none of the three.</exception>
    /// <exception cref="MimCmException">The change failed (<see cref="MimCmException.IsUnchanged"/>); <see cref="MimCmError.OutcomeUnknown"/> if it is
    /// not known whether it took effect; <see cref="MimCmError.UnexpectedStatus"/>, with the request, if the request has another status.</exception>
    public Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, CancellationToken cancellationToken = default) =>
        SetRequestStatusAsync(id, change, trace: null, cancellationToken);

    /// <summary>Creates a request and reads it. The call is sent again only if it surely never arrived. If its response is lost, the created request is
    /// looked for in the list of open requests.</summary>
    /// <exception cref="ArgumentException">Not exactly one of profile template and smart card is given, or an identifier is all-zero, or the kind
    /// is none.</exception>
    /// <exception cref="MimCmException">The request was not created; or <see cref="MimCmError.CreatedUnread"/>: it was created and could not be
    /// read; or <see cref="MimCmError.OutcomeUnknown"/>: whether it was created is not known (<see cref="MimCmException.Candidates"/>).</exception>
    public async Task<CreateRequestResult> CreateRequestAsync(NewRequest request, CancellationToken cancellationToken = default)
    {
        if (request is null)
            throw new ArgumentNullException(nameof(request));

        request.Validate();
        return await new CreateRequestOperation(_requests, request).ExecuteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the requests that may be the result of a creation, whatever their status is.</summary>
    /// <param name="request">The request that was to be created.</param>
    /// <param name="submittedAfter">The earliest time of submission, in UTC.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <exception cref="MimCmException">The list could not be read, or not to its end.</exception>
    internal Task<List<Request>> FindCreatedAsync(NewRequest request, DateTime submittedAfter, CancellationToken cancellationToken) =>
        _requests.FindCreatedAsync(request, statuses: [], submittedAfter, cancellationToken);

    /// <summary>Waits until each request has one of the statuses, and returns each as it does. A server that can't be reached for a while is
    /// waited for, too.</summary>
    public IAsyncEnumerable<WaitResult> WaitForRequestsAsync(RequestWaitOptions wait, CancellationToken cancellationToken = default)
    {
        if (wait is null)
            throw new ArgumentNullException(nameof(wait));

        foreach (var id in wait.Ids)
            Guard.ThrowIfEmpty(id);

        return new RequestPoller(this, wait).RunAsync(cancellationToken);
    }

    /// <summary>Lists the profile templates that the identity can see. If there are none, the list is empty.</summary>
    /// <exception cref="MimCmException">The list could not be read.</exception>
    public Task<IReadOnlyList<ProfileTemplate>> GetProfileTemplatesAsync(CancellationToken cancellationToken = default) =>
        new ProfileTemplatesResource(Connection).ListAsync(cancellationToken);

    /// <summary>Closes the connections, unless they belong to the client that this one was made from.</summary>
    public void Dispose() => Connection.Dispose();

    /// <summary>Lists requests as they arrive, as many at a time as are complete. The list object is used again for the next.</summary>
    internal IAsyncEnumerable<List<Request>> GetBatchesAsync(RequestQuery query, ListProgress? progress, CancellationToken cancellationToken = default) =>
        _requests.ListAsync(query ?? throw new ArgumentNullException(nameof(query)), progress, cancellationToken);

    /// <summary>Changes the status of one request.</summary>
    /// <param name="id">The request.</param>
    /// <param name="change">The change.</param>
    /// <param name="trace">Is told what was learned on the way; null for nobody.</param>
    /// <param name="cancellationToken">Ends the operation.</param>
    internal Task<Request> SetRequestStatusAsync(Guid id, RequestStatusChange change, ChangeTrace? trace, CancellationToken cancellationToken)
    {
        Guard.ThrowIfEmpty(id);
        return new StatusChangeOperation(_requests, id, change, trace).ExecuteAsync(cancellationToken);
    }

    /// <summary>Calls a route of the API that has no method of its own, and returns the JSON text of the response; empty if it has no content. A
    /// GET is repeated after a failure that may pass; any other call is sent once.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="uri">The address, from <see cref="TryGetUri"/>.</param>
    /// <param name="body">The JSON to send; null for none.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal Task<string> InvokeAsync(HttpMethod method, Uri uri, byte[]? body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(method, uri)
        {
            Body = body,
            DescribeStatus = code => code == 404 ? (MimCmError.RouteMissing, Strings.PathNotFound.With(uri.GetLeftPart(UriPartial.Path))) : null,
        };
        return Connection.InvokeAsync(call, cancellationToken);
    }

    /// <summary>Returns the address of a path below the root of the API; null if the path leads elsewhere.</summary>
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
