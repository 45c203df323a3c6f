namespace MimCm.Requests;

/// <summary>The calls of the resource "requests" (docs/api.md, section 3).</summary>
/// <param name="connection">Makes the calls.</param>
/// <param name="source">The object that is stored as the source of each request.</param>
internal sealed class RequestsResource(ApiConnection connection, object? source)
{
    private const string Path = "requests";

    /// <summary>The connection.</summary>
    public ApiConnection Connection { get; } = connection;

    /// <summary>The address of the collection.</summary>
    public Uri Uri { get; } = connection.GetUri(Path);

    /// <summary>Returns the address of one request.</summary>
    public Uri GetUri(Guid id) => Connection.GetUri($"{Path}/{id:D}");

    /// <summary>Makes a call to verify that the server responds, provides the API and accepts the identity.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        // The status None gives the shortest list. It is read up to the first request, because a page of a proxy would also arrive with 200. It is
        // not read any further, because a server that treats None as "any" would send all requests.
        var call = CreateListCall(RequestQuery.ProbeQuery, hasDeadline: true);
        var list = Connection.ListAsync(call, new RequestParser(source), validate: null, filter: null, progress: null, cancellationToken);
        try
        {
            await foreach (var _ in list.ConfigureAwait(false))
                break;
        }
        catch (MimCmException e)
        {
            throw ErrorMapper.WithHttpsHint(e, Connection.Settings);
        }
    }

    /// <summary>Reads one request.</summary>
    /// <exception cref="MimCmException">The call failed, or the server does not know the request.</exception>
    public async Task<Request> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Get, GetUri(id)) { ItemId = id, DescribeStatus = code => DescribeStatus(id, code) };
        return await Connection.GetAsync(call, new RequestParser(source), request => Validate(request, id), cancellationToken).ConfigureAwait(false)
            ?? throw new MimCmException(MimCmError.RequestNotFound, Strings.RequestNotFound.With(id))
            {
                Uri = call.Uri,
                StatusCode = 204,
                Kind = FailureKind.Rejected,
            };
    }

    /// <summary>Makes one attempt to change the status of a request.</summary>
    /// <returns>The request in the response; null if the server accepted the change with a response without content.</returns>
    /// <exception cref="MimCmException">The call failed.</exception>
    public Task<Request?> PutAsync(Guid id, byte[] body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Put, GetUri(id)) { ItemId = id, Body = body, DescribeStatus = code => DescribeChangeStatus(id, code) };
        return Connection.SendAsync(call, new RequestParser(source), request => Validate(request, id), cancellationToken);
    }

    /// <summary>Makes one attempt to create a request.</summary>
    /// <returns>The address of the created request; null if the response has no content.</returns>
    /// <exception cref="MimCmException">The call failed.</exception>
    public Task<string?> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        var call = new ApiCall(HttpMethod.Post, Uri)
        {
            Body = body,
            DescribeStatus = code => code == 403 ? (MimCmError.Forbidden, Strings.ForbiddenCreate) : null,
        };
        return Connection.SendAsync(call, new SerializerItemParser<string>(ClientJsonContext.Default.String), validate: null, cancellationToken);
    }

    /// <summary>Lists the requests that match a request to create, and so may be the result of its creation.</summary>
    /// <param name="request">The request that was to be created.</param>
    /// <param name="statuses">The statuses to list; empty for all.</param>
    /// <param name="submittedAfter">The earliest time of submission, in UTC.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public async Task<List<Request>> FindCreatedAsync(
        NewRequest request, IReadOnlyCollection<RequestStatus> statuses, DateTime submittedAfter, CancellationToken cancellationToken)
    {
        // A missing target means the current user.
        var query = new RequestQuery { Statuses = [.. statuses], ForCurrentUser = request.TargetUserUuid is null && request.SmartcardUuid is null };
        var key = CreationKey.Of(request);
        var found = new List<Request>();
        await foreach (var batch in ListAsync(query, progress: null, cancellationToken).ConfigureAwait(false))
            found.AddRange(batch.Where(IsCandidate));

        return found;

        bool IsCandidate(Request candidate) =>
            key.Matches(candidate)
            && (candidate.Submitted is not { } submitted || submitted.ToUniversalTime() >= submittedAfter);
    }

    /// <summary>Lists requests as they arrive, in batches of the requests that are complete. The list object is reused for the next batch.</summary>
    /// <exception cref="MimCmException">The list could not be read completely, or it does not match the query.</exception>
    public async IAsyncEnumerable<List<Request>> ListAsync(
        RequestQuery query, ListProgress? progress, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var queries = query.ServerQueries().ToArray();
        var seen = queries.Length > 1 ? new HashSet<Guid>() : null;
        var filter = seen is null && query.MatchesAll ? null : (Func<Request, bool>)(request => query.Matches(request) && seen?.Add(request.Uuid) != false);
        Guid? currentUser = null;
        progress?.Start(queries.Length);
        foreach (var (status, text) in queries)
        {
            var call = CreateListCall(text, hasDeadline: false);
            var batches = Connection.ListAsync(call, new RequestParser(source), Validate, filter, progress, cancellationToken);
            await foreach (var batch in batches.ConfigureAwait(false))
                yield return batch;

            // A server or proxy that ignores the query sends requests that do not match it.
            string? Validate(Request request)
            {
                if (status is { } wanted && request.Status != wanted)
                    return Strings.OtherStatus.With(wanted, request.Uuid, request.Status);

                return query.ForCurrentUser && request.TargetUserUuid != (currentUser ??= request.TargetUserUuid)
                    ? Strings.OtherTargetUser.With(request.Uuid, request.TargetUserUuid, currentUser)
                    : null;
            }
        }
    }

    private static (MimCmError Error, string Message)? DescribeStatus(Guid id, int code) => code switch
    {
        403 => (MimCmError.Forbidden, Strings.ForbiddenRequest.With(id)),
        404 => (MimCmError.RequestNotFound, Strings.RequestNotFound.With(id)),
        409 => (MimCmError.StateConflict, Strings.StateConflict.With(id)),
        _ => null,
    };

    private static (MimCmError Error, string Message)? DescribeChangeStatus(Guid id, int code) =>
        code == 403 ? (MimCmError.Forbidden, Strings.ForbiddenChange.With(id)) : DescribeStatus(id, code);

    private static string? Validate(Request request, Guid id) => request.Uuid == id ? null : Strings.OtherRequest.With(id, request.Uuid);

    private ApiCall CreateListCall(string query, bool hasDeadline) => new(HttpMethod.Get, query.Length == 0 ? Uri : new UriBuilder(Uri) { Query = query }.Uri)
    {
        HasDeadline = hasDeadline,
        DescribeStatus = code => code == 403 ? (MimCmError.Forbidden, Strings.ForbiddenList) : null,
    };
}
