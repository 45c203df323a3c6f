using System.Runtime.CompilerServices;
using MimCm.Requests;

namespace MimCm.Http;

/// <summary>Reads the resources beside the requests, which an older server may not have: it tells an item that the server does not know from a
/// route that it does not have. Both are answered with 404.</summary>
/// <param name="connection">Makes the calls.</param>
/// <param name="requests">The resource that every server with the API has.</param>
internal sealed class ResourceReader(ApiConnection connection, RequestsResource requests)
{
    /// <summary>Lists the items of a resource as they arrive.</summary>
    /// <param name="path">The path behind the root of the API, and the query.</param>
    /// <param name="parser">Parses one item.</param>
    /// <param name="validate">Returns what is wrong with an item; null when nothing is.</param>
    /// <param name="explainMissing">Returns the error that the status code 404 means here; null to keep the general one.</param>
    /// <param name="cancellationToken">Ends the list.</param>
    /// <exception cref="MimCmException">The list could not be read, or not to its end.</exception>
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
    /// <param name="cancellationToken">Ends the call.</param>
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

    /// <summary>Returns the error for a route that answers 404: the route is missing if the server answers for requests.</summary>
    /// <param name="path">The path of the route.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The error; null if the server does not answer for requests either.</returns>
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
            // Any other failure, such as 403, comes from a server that has the route of the requests.
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
            // The server has the route, and does not let this account list.
        }

        return true;
    }
}
