using System.Runtime.CompilerServices;
using MimCm.Requests;

namespace MimCm.Http;

/// <summary>Reads resources other than requests. An older server may not have these routes. A server returns 404 both for an unknown item and for a
/// missing route, and this class finds out which of the two it is.</summary>
/// <param name="connection">Makes the calls.</param>
/// <param name="requests">The requests resource, which every server with the API has.</param>
internal sealed class ResourceReader(ApiConnection connection, RequestsResource requests)
{
    /// <summary>Lists the items of a resource as they arrive.</summary>
    /// <param name="path">The path below the root of the API, and the query.</param>
    /// <param name="parser">Parses one item.</param>
    /// <param name="validate">Returns a description of what is wrong with an item; null if it is valid.</param>
    /// <param name="explainMissing">Returns the error for the status code 404; null to use the general error.</param>
    /// <param name="cancellationToken">Cancels the list.</param>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public async IAsyncEnumerable<T> ListAsync<T>(
        string path,
        JsonItemParser<T> parser,
        Func<T, string?>? validate,
        Func<CancellationToken, Task<MimCmException?>> explainMissing,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        var call = new ApiCall(HttpMethod.Get, connection.GetUri(path)) { HasDeadline = false };
        var batches = connection.ListAsync(call, parser, validate, filter: null, progress: null, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (batches.ConfigureAwait(false))
        {
            while (await MoveNextAsync().ConfigureAwait(false))
            {
                foreach (var item in batches.Current)
                    yield return item;
            }
        }

        async Task<bool> MoveNextAsync()
        {
            try
            {
                return await batches.MoveNextAsync().ConfigureAwait(false);
            }
            catch (MimCmException e) when (e.StatusCode == 404)
            {
                throw await explainMissing(cancellationToken).ConfigureAwait(false) ?? e;
            }
        }
    }

    /// <summary>Reads one item of a collection.</summary>
    /// <param name="collection">The path of the collection.</param>
    /// <param name="id">The item.</param>
    /// <param name="parser">Parses the item.</param>
    /// <param name="getId">Returns the identifier of an item.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The item; null if the server does not know it.</returns>
    /// <exception cref="MimCmException">The item could not be read.</exception>
    public async Task<T?> GetAsync<T>(string collection, Guid id, JsonItemParser<T> parser, Func<T, Guid> getId, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var call = new ApiCall(HttpMethod.Get, connection.GetUri($"{collection}/{id:D}")) { ItemId = id };
            return await connection.GetAsync(call, parser, item => getId(item) == id ? null
                : Strings.OtherItem.With(id, getId(item)), cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (e.StatusCode == 404)
        {
            return await HasCollectionAsync(collection, parser, cancellationToken).ConfigureAwait(false)
                ? null
                : throw await ExplainMissingRouteAsync(collection, cancellationToken).ConfigureAwait(false) ?? e;
        }
    }

    /// <summary>Returns the error for a route that returns 404. The route is missing if the server responds to a query for requests.</summary>
    /// <param name="path">The path of the route.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The error; null if the server does not respond to a query for requests either.</returns>
    public async Task<MimCmException?> ExplainMissingRouteAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await requests.ProbeAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (e.Error == MimCmError.ApiDisabled)
        {
            return null;
        }
        catch (MimCmException)
        {
            // Any other failure, such as 403, shows that the server has the route of the requests.
        }

        var uri = connection.GetUri(path);
        return new MimCmException(MimCmError.RouteMissing, Strings.RouteMissing.With(uri.GetLeftPart(UriPartial.Path))) { Uri = uri, StatusCode = 404 };
    }

    /// <summary>Returns whether the server has the route of a collection.</summary>
    public async Task<bool> HasCollectionAsync<T>(string collection, JsonItemParser<T> parser, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var call = new ApiCall(HttpMethod.Get, connection.GetUri(collection));
            await foreach (var _ in connection.ListAsync(call, parser, validate: null, filter: null, progress: null, cancellationToken).ConfigureAwait(false))
                break;
        }
        catch (MimCmException e) when (e.StatusCode == 404)
        {
            return false;
        }
        catch (MimCmException)
        {
            // The server has the route, but this account has no permission to list.
        }

        return true;
    }
}
