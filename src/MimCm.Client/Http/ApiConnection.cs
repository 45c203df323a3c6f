using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;

namespace MimCm.Http;

/// <summary>Makes one call and says in one kind of exception how it failed. Knows addresses and status codes; nothing of bodies.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly ProductInfoHeaderValue Product = new(
        "MimCm", typeof(ApiConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);

    private readonly HttpClient _http;
    private readonly Uri _collection;

    public ApiConnection(HttpClient http, MimCmClientOptions options)
        : this(http, options.ApiRoot(), options.Timeout, observer: null)
    {
        // Timed here: the client's own timeout would count the whole of a list.
        http.Timeout = Timeout.InfiniteTimeSpan;
    }

    private ApiConnection(HttpClient http, Uri root, TimeSpan silence, Action<HttpExchange>? observer)
    {
        _http = http;
        Root = root;
        IdleTimeout = silence;
        Observer = observer;
        _collection = new Uri(root, "requests");
    }

    public Uri Root { get; }

    /// <summary>How long the server may say nothing.</summary>
    public TimeSpan IdleTimeout { get; }

    public Action<HttpExchange>? Observer { get; }

    public ApiConnection WithExchangeObserver(Action<HttpExchange> observer) => new(_http, Root, IdleTimeout, observer);

    public Uri Collection(string query) => query.Length == 0 ? _collection : new UriBuilder(_collection) { Query = query }.Uri;

    public Uri Item(Guid id) => new(Root, $"requests/{id:D}");

    /// <summary>Makes a call and waits for its headers.</summary>
    /// <exception cref="MimCmException">No answer came, or one that is not 2xx.</exception>
    public async Task<ApiResponse> OpenAsync(HttpMethod method, Uri uri, Guid? id, byte[]? body, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        int? statusCode = null;
        string? failed = null;
        try
        {
            var response = await SendAsync(method, uri, body, cancellationToken).ConfigureAwait(false);
            statusCode = (int)response.StatusCode;
            var answer = new ApiResponse(response, this, method, uri, id);
            if (!response.IsSuccessStatusCode)
            {
                using (answer)
                    throw await answer.FailureAsync(cancellationToken).ConfigureAwait(false);
            }

            return answer;
        }
        catch (MimCmException e)
        {
            failed = e.Error.ToString();
            throw;
        }
        finally
        {
            if (Observer is not null && !cancellationToken.IsCancellationRequested)
            {
                Observer(new HttpExchange
                {
                    Method = method.Method,
                    PathAndQuery = uri.PathAndQuery,
                    StatusCode = statusCode,
                    Failure = failed,
                    Elapsed = clock.Elapsed,
                });
            }
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri uri, byte[]? body, CancellationToken cancellationToken)
    {
        var message = new HttpRequestMessage(method, uri);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue(Product.Product!));
        // How a request stands must not come out of a proxy's memory.
        message.Headers.CacheControl = new CacheControlHeaderValue { NoCache = true };
        var change = body is null ? null : new SendTrackingContent(body);
        message.Content = change;
        // .NET Framework would ask the server first whether it wants the body at all.
        message.Headers.ExpectContinue = false;

        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ResponseTimeout.Begin(message, timed, IdleTimeout);
        try
        {
            return await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timed.Token).ConfigureAwait(false);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception e) when (timed.IsCancellationRequested && e is not MimCmException)
        {
            throw new MimCmException(MimCmError.Timeout, Strings.NoAnswerInTime.With(uri.Authority, IdleTimeout.TotalSeconds), e)
            {
                Uri = WithoutQuery(uri),
                IsOutcomeUncertain = change?.MayHaveLeft == true,
            };
        }
        catch (MimCmException e)
        {
            e.Uri ??= WithoutQuery(uri);
            throw;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw new MimCmException(MimCmError.ConnectionFailed, Strings.ConnectionFailed.With(uri.Authority, Innermost(e).Message), e)
            {
                Uri = WithoutQuery(uri),
                IsOutcomeUncertain = change?.MayHaveLeft == true,
                IsTransient = WasConnected(e),
            };
        }
    }

    /// <summary>The address without its query.</summary>
    public static Uri WithoutQuery(Uri uri) => uri.Query.Length == 0 ? uri : new Uri(uri.GetLeftPart(UriPartial.Path));

    /// <summary>Whether there was a connection, so that another may well hold.</summary>
    private static bool WasConnected(Exception failure) =>
#if NET
        failure is not HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError };
#else
        failure.InnerException is not WebException
        {
            Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure,
        };
#endif

    private static Exception Innermost(Exception failure) => failure.InnerException is { } inner ? Innermost(inner) : failure;
}
