using Microsoft.Extensions.DependencyInjection;

namespace MimCm.Client.Tests;

/// <summary>The client in a service collection, with IHttpClientFactory.</summary>
public sealed class ServiceCollectionTests
{
    [Fact]
    public async Task ClientOfAServiceCollectionHasAllFunctions()
    {
        var (clock, timeout) = (new ManualClock(), TimeSpan.FromMinutes(10));
        await using var server = ScriptedServer.Start(
            Reply.Status(503),
            Reply.Status(200, Bodies.Array(Bodies.EnrollApproved), "Set-Cookie: s=1; path=/"),
            Reply.Json(Bodies.EnrollApproved),
            Reply.Json(Bodies.EnrollCompleted),
            Reply.Stall(Bodies.EnrollApproved, 100));
        await using var services = new ServiceCollection()
            .AddMimCmClient(options =>
            {
                options.Address = server.Host;
                options.NoProxy = true;
                Mono.LendIdentity(options);
                options.TimeProvider = clock;
                options.Timeout = timeout;
            })
            .Services.BuildServiceProvider();
        using var client = services.GetRequiredService<MimCmClient>();

        Assert.Equal(Bodies.Enroll, (await clock.PassUntilAsync(Read.ListAsync(client), timeout)).Single.Uuid);
        Assert.Equal(RequestStatus.Approved, (await client.GetRequestAsync(Bodies.Enroll)).Status);
        Assert.Equal(RequestStatus.Completed, (await client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed)).Status);
        Assert.Equal(MimCmError.Timeout, (await clock.PassUntilAsync(Read.ListAsync(client))).Failure?.Error);
        Assert.Equal("s=1", server.Calls[^1].Header("Cookie"));
    }

    [Fact]
    public async Task ClientsFromTheContainerShareConnectionsAndCookiesAndCanBeDisposedOf()
    {
        await using var server = ScriptedServer.Always(Reply.Status(200, Bodies.EnrollApproved, "Set-Cookie: s=1; path=/"));
        await using var services = new ServiceCollection()
            .AddMimCmClient(options =>
            {
                options.Address = server.Host;
                options.NoProxy = true;
                Mono.LendIdentity(options);
            })
            .Services.BuildServiceProvider();

        for (var i = 0; i < 3; i++)
        {
            await using var scope = services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<MimCmClient>().GetRequestAsync(Bodies.Enroll);
        }

        Assert.Equal(1, server.Connections);
        Assert.Equal([null, "s=1", "s=1"], server.Calls.Select(call => call.Header("Cookie")));
    }

    [Fact]
    public async Task OwnHandlersCanBeAdded()
    {
        await using var server = ScriptedServer.Always(Reply.NoContent);
        await using var services = new ServiceCollection()
            .AddTransient<StampingHandler>()
            .AddMimCmClient(options => Mono.LendIdentity(options).Address = server.Host)
            .AddHttpMessageHandler<StampingHandler>()
            .Services.BuildServiceProvider();

        await Read.ListAsync(services.GetRequiredService<MimCmClient>());

        Assert.Equal("yes", Assert.Single(server.Calls).Header("X-Stamped"));
    }

    [Fact]
    public async Task PlainHttpIsRejectedHereToo()
    {
        await using var services = new ServiceCollection()
            .AddMimCmClient(options => options.Address = new Uri("http://cm.contoso.com")).Services.BuildServiceProvider();

        Assert.Equal(MimCmError.InsecureConnection, Assert.Throws<MimCmException>(() => services.GetRequiredService<MimCmClient>()).Error);
    }

    [Fact]
    public async Task TwoNamedServersHaveTheirOwnIdentitiesAndCookies()
    {
        await using var one = ScriptedServer.Always(Reply.Status(200, Bodies.EnrollApproved, "Set-Cookie: one=1; path=/"));
        await using var other = ScriptedServer.Always(Reply.Status(200, Bodies.EnrollCompleted));
        var services = new ServiceCollection();
        services.AddMimCmClient("one", options => Mono.LendIdentity(options).Address = one.Host);
        services.AddMimCmClient("other", options => Mono.LendIdentity(options).Address = other.Host);
        await using var provider = services.BuildServiceProvider();

        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(RequestStatus.Approved, (await provider.GetRequiredKeyedService<MimCmClient>("one").GetRequestAsync(Bodies.Enroll)).Status);
            Assert.Equal(RequestStatus.Completed, (await provider.GetRequiredKeyedService<MimCmClient>("other").GetRequestAsync(Bodies.Enroll)).Status);
        }

        Assert.Equal([null, "one=1"], one.Calls.Select(call => call.Header("Cookie")));
        Assert.Equal([null, null], other.Calls.Select(call => call.Header("Cookie")));
    }

    [Fact]
    public void RegistrationDoesNotOverwriteAnother()
    {
        var services = new ServiceCollection();
        services.AddMimCmClient(options => { });
        services.AddMimCmClient("one", options => { });

        Assert.Throws<InvalidOperationException>(() => services.AddMimCmClient(options => { }));
        Assert.Throws<InvalidOperationException>(() => services.AddMimCmClient("one", options => { }));
        Assert.Throws<ArgumentException>(() => services.AddMimCmClient("", options => { }));
    }

    private sealed class StampingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Add("X-Stamped", "yes");
            return base.SendAsync(request, cancellationToken);
        }
    }
}
