namespace MimCm.Client.Tests;

/// <summary>The result of reading a list or one request: the requests, and the failure after them.</summary>
internal sealed record Read(IReadOnlyList<Request> Requests, MimCmException? Failure)
{
    /// <summary>The request of a successful read.</summary>
    public Request Single => Failure is null ? Assert.Single(Requests) : throw Failure;

    public static async Task<Read> ListAsync(MimCmClient client, RequestQuery? query = null, CancellationToken cancellationToken = default)
    {
        var requests = new List<Request>();
        try
        {
            await foreach (var request in client.GetRequestsAsync(query ?? new RequestQuery(), cancellationToken))
                requests.Add(request);

            return new Read(requests, null);
        }
        catch (MimCmException e)
        {
            return new Read(requests, e);
        }
    }

    /// <summary>Reads a list from these bytes by a client, without a socket.</summary>
    /// <param name="body">The body of the response.</param>
    /// <param name="splits">The positions at which a single read ends.</param>
    public static async Task<Read> ListAsync(byte[] body, params int[] splits)
    {
        using var client = Client(body, splits);
        return await ListAsync(client);
    }

    public static Task<Read> ListAsync(string body) => ListAsync(body.Bytes());

    /// <summary>Reads one request from these bytes by a client, without a socket.</summary>
    public static async Task<Read> OneAsync(byte[] body, Guid id)
    {
        using var client = Client(body, []);
        try
        {
            return new Read([await client.GetRequestAsync(id)], null);
        }
        catch (MimCmException e)
        {
            return new Read([], e);
        }
    }

    public static MimCmClient Client(byte[] body, int[] splits, string? contentType = "application/json; charset=utf-8") =>
        Client(() => new SplitStream(body, splits), contentType);

    public static MimCmClient Client(Func<Stream> body, string? contentType = "application/json; charset=utf-8") =>
        new(new HttpClient(new StreamHandler(body, contentType)),
            new MimCmClientOptions { Address = new Uri("https://cm.contoso.com"), MaximumRetryCount = 0 });
}
