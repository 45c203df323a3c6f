using System.Net.Http.Headers;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace MimCm.Http;

/// <summary>Makes the calls of one client. It handles HTTP, JSON items and retries, but does not know the resources of the API. Each resource is
/// described by an <see cref="ApiCall"/> and a <see cref="JsonItemParser{T}"/>.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly ProductInfoHeaderValue Product = new(
        "MimCm", typeof(ApiConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private readonly HttpClient _http;
    private readonly bool _isOwner;
    private readonly BearerAuthenticator? _authenticator;

    /// <param name="http">The HTTP client to send with. Its own timeout is turned off, because it would limit the time for a complete list.</param>
    /// <param name="settings">The settings that all calls share.</param>
    public ApiConnection(HttpClient http, ConnectionSettings settings)
        : this(http, settings, observer: null, isOwner: true) => http.Timeout = Timeout.InfiniteTimeSpan;

    private ApiConnection(HttpClient http, ConnectionSettings settings, Action<HttpExchange>? observer, bool isOwner)
    {
        _http = http;
        _isOwner = isOwner;
        _authenticator = settings.AccessToken is { } provider ? new BearerAuthenticator(provider, settings) : null;
        Settings = settings;
        Observer = observer;
    }

    /// <summary>The settings that all calls share.</summary>
    public ConnectionSettings Settings { get; }

    /// <summary>Called for each exchange, on any thread.</summary>
    public Action<HttpExchange>? Observer { get; }

    /// <summary>Returns a connection that shares this one and reports each exchange. Disposing of it does not close this connection.</summary>
    public ApiConnection WithExchangeObserver(Action<HttpExchange> observer) => new(_http, Settings, observer, isOwner: false);

    /// <summary>Returns the address of a resource.</summary>
    /// <param name="path">The path below the root of the API, and the query.</param>
    public Uri GetUri(string path) => new(Settings.BaseAddress, path);

    /// <summary>Reads one object. Transient failures are retried.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parser">Parses the object.</param>
    /// <param name="validate">Returns a description of what is wrong with the object; null if it is valid.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The object; null if the response has no content.</returns>
    /// <exception cref="MimCmException">The call failed.</exception>
    public Task<T?> GetAsync<T>(ApiCall call, JsonItemParser<T> parser, Func<T, string?>? validate, CancellationToken cancellationToken)
        where T : class =>
        Settings.RetryPolicy.ExecuteReadAsync(token => SendAsync(call, parser, validate, token), Observer, cancellationToken);

    /// <summary>Makes one attempt of a call that returns one object, such as a PUT or a POST.</summary>
    /// <inheritdoc cref="GetAsync{T}"/>
    public async Task<T?> SendAsync<T>(ApiCall call, JsonItemParser<T> parser, Func<T, string?>? validate, CancellationToken cancellationToken)
        where T : class
    {
        using var response = await OpenAsync(call, parser, cancellationToken).ConfigureAwait(false);
        return await response.OpenAsync(cancellationToken).ConfigureAwait(false)
            ? await response.ReadSingleAsync(validate, cancellationToken).ConfigureAwait(false)
            : null;
    }

    /// <summary>Makes a call and returns the JSON text of the response. Transient failures of a GET are retried.</summary>
    /// <returns>The text; empty if the response has no content.</returns>
    /// <exception cref="MimCmException">The call failed.</exception>
    public Task<string> InvokeAsync(ApiCall call, CancellationToken cancellationToken)
    {
        return call.Method == HttpMethod.Get ? Settings.RetryPolicy.ExecuteReadAsync(SendAsync, Observer, cancellationToken) : SendAsync(cancellationToken);

        async Task<string> SendAsync(CancellationToken token)
        {
            using var response = await OpenAsync(call, new SerializerItemParser<string>(ClientJsonContext.Default.String), token).ConfigureAwait(false);
            return await response.OpenAsync(token).ConfigureAwait(false) ? await response.ReadTextAsync(token).ConfigureAwait(false) : "";
        }
    }

    /// <summary>Reads a list while it arrives, in batches of the items that are complete. Transient failures are retried until the first item is
    /// returned.</summary>
    /// <param name="call">The call.</param>
    /// <param name="parser">Parses one item.</param>
    /// <param name="validate">Returns a description of what is wrong with an item; null if it is valid. If this parameter is null, all items are
    /// valid.</param>
    /// <param name="filter">Returns whether to include an item. If this parameter is null, all items are included.</param>
    /// <param name="progress">Updated while the list is read; null if not needed.</param>
    /// <param name="cancellationToken">Cancels the list and closes its connection.</param>
    /// <returns>The batches of items. The list object is reused for the next batch.</returns>
    /// <exception cref="MimCmException">The list could not be read completely.</exception>
    public async IAsyncEnumerable<List<T>> ListAsync<T>(
        ApiCall call,
        JsonItemParser<T> parser,
        Func<T, string?>? validate,
        Func<T, bool>? filter,
        ListProgress? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : class
    {
        using var response = await Settings.RetryPolicy.ExecuteReadAsync(OpenListAsync, Observer, cancellationToken).ConfigureAwait(false);
        do
        {
            if (response.Batch.Count > 0)
                yield return response.Batch;
        }
        while (await response.ReadNextAsync(validate, filter, cancellationToken).ConfigureAwait(false));

        progress?.End();

        async Task<ItemResponse<T>> OpenListAsync(CancellationToken token)
        {
            var opened = await OpenAsync(call, parser, token).ConfigureAwait(false);
            try
            {
                progress?.Begin(opened);
                if (await opened.OpenAsync(token).ConfigureAwait(false))
                    await opened.ReadNextAsync(validate, filter, token).ConfigureAwait(false);

                return opened;
            }
            catch
            {
                opened.Dispose();
                throw;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOwner)
            _http.Dispose();
    }

    /// <summary>Makes a call and waits for the headers of a successful response.</summary>
    private async Task<ItemResponse<T>> OpenAsync<T>(ApiCall call, JsonItemParser<T> parser, CancellationToken cancellationToken)
        where T : class
    {
        var start = Settings.TimeProvider.GetTimestamp();
        int? statusCode = null;
        string? failed = null;
        try
        {
            var response = _authenticator is null
                ? await SendAsync(call, authorization: null, cancellationToken).ConfigureAwait(false)
                : await _authenticator.SendAsync(authorization => SendAsync(call, authorization, cancellationToken), cancellationToken).ConfigureAwait(false);
            statusCode = (int)response.StatusCode;
            Settings.ServerClock.Update(response.Headers.Date);
            if (response.IsSuccessStatusCode)
                return new ItemResponse<T>(response, call, Settings, parser);

            using (response)
                throw await ErrorMapper.FromResponseAsync(response, call, Settings, cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e)
        {
            failed = e.Error.ToString();
            e.Uri ??= call.UriWithoutQuery;
            throw;
        }
        finally
        {
            if (Observer is not null && !cancellationToken.IsCancellationRequested)
            {
                Observer(new HttpExchange
                {
                    Method = call.Method.Method,
                    PathAndQuery = call.Uri.PathAndQuery,
                    StatusCode = statusCode,
                    Failure = failed,
                    Elapsed = Settings.TimeProvider.GetElapsedTime(start),
                });
            }
        }
    }

    /// <summary>Sends a call and waits for the headers of the response, up to the timeout.</summary>
    private async Task<HttpResponseMessage> SendAsync(ApiCall call, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        var content = call.Body is null ? null : new SendTrackingContent(call.Body);
        var message = new HttpRequestMessage(call.Method, call.Uri) { Content = content };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue(Product.Product!));
        message.Headers.Authorization = authorization;
        // A proxy must not return an old status of a request from its cache.
        message.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        // Otherwise .NET Framework sends the headers first and asks whether the server accepts the body.
        message.Headers.ExpectContinue = false;

        Settings.Redactor.AddCookies();
        using var timeout = new ResponseTimeout(Settings.TimeProvider, cancellationToken);
        timeout.Start(Settings.Timeout);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timeout.HasElapsed && e is not MimCmException)
        {
            throw ErrorMapper.Timeout(e, call, content?.MayHaveLeft == true, Settings);
        }
        catch (Exception e) when (e is not MimCmException && ErrorMapper.FromException(e, call, content?.MayHaveLeft == true, Settings) is { } failure)
        {
            throw failure;
        }
        finally
        {
            // The response keeps the request message alive. The token must not stay in it.
            message.Headers.Authorization = null;
        }
    }
}
