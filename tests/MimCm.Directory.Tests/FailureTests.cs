using System.Net;
using System.Net.Sockets;

namespace MimCm.DirectoryServices.Tests;

[Collection(nameof(DomainController))]
public sealed class FailureTests(DomainController controller)
{
    private readonly ManualClock _time = new();

    private TcpRelay StartRelay() => new(new IPEndPoint(IPAddress.Parse(controller.Address), DirectoryOptions.LdapPort), IPAddress.Parse(controller.Address));

    private DirectoryOptions OptionsThrough(TcpRelay relay)
    {
        var options = controller.OptionsWithTicket;
        options.Port = relay.Port;
        return options;
    }

    /// <summary>Advances the clock by the timeout of a search, when it is waited for.</summary>
    private async Task AfterTimeoutAsync(Task search, TimeSpan timeout)
    {
        await Eventually.TrueAsync(() => _time.IsWaiting);
        _time.Advance(timeout);
        await Eventually.EndsAsync(search);
    }

    [DirectoryFact]
    public async Task SilentControllerIsUnavailableAfterTheTimeout()
    {
        await using var relay = StartRelay();
        relay.IsSilent = true;
        var options = OptionsThrough(relay);
        options.TimeProvider = _time;
        using var directory = new UserDirectory(options);

        var search = directory.FindByNameAsync("reader", default);
        await Eventually.TrueAsync(() => relay.Requests > 0);

        Assert.False(search.IsCompleted);
        var failure = await Assert.ThrowsAsync<DirectoryUnavailableException>(() => AfterTimeoutAsync(search, options.Timeout));

        Assert.Contains("did not respond within 5 s", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{controller.Address}:{relay.Port}", failure.Message, StringComparison.Ordinal);
    }

    [DirectoryFact]
    public async Task ControllerThatStopsRespondingIsUnavailableAfterTheTimeout()
    {
        await using var relay = StartRelay();
        var options = OptionsThrough(relay);
        options.TimeProvider = _time;
        using var directory = new UserDirectory(options);
        Assert.Single(await directory.FindByNameAsync("reader", default));

        relay.IsSilent = true;
        var sent = relay.Requests;
        var search = directory.FindByNameAsync("reader", default);
        await Eventually.TrueAsync(() => relay.Requests > sent);

        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => AfterTimeoutAsync(search, options.Timeout));
    }

    [DirectoryFact]
    public async Task ControllerThatFailedIsNotTriedAgainForAMinute()
    {
        await using var relay = StartRelay();
        var options = OptionsThrough(relay);
        options.TimeProvider = _time;
        using var directory = new UserDirectory(options);
        relay.IsSilent = true;
        var search = directory.FindByNameAsync("reader", default);
        var first = await Assert.ThrowsAsync<DirectoryUnavailableException>(() => AfterTimeoutAsync(search, options.Timeout));
        relay.IsSilent = false;

        var accepted = relay.Accepted;
        _time.Advance(TimeSpan.FromSeconds(59));
        var second = await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));

        Assert.False(first.IsRepeated);
        Assert.True(second.IsRepeated);
        Assert.Equal(first.Message, second.Message);
        Assert.Equal(accepted, relay.Accepted);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(await directory.FindByNameAsync("reader", default));
    }

    [DirectoryFact]
    public async Task SlowControllerIsWaitedFor()
    {
        await using var relay = StartRelay();
        var options = OptionsThrough(relay);
        options.TimeProvider = _time;
        using var directory = new UserDirectory(options);
        Assert.Single(await directory.FindByNameAsync("reader", default));
        var answer = new TaskCompletionSource();
        var sent = relay.Requests;
        relay.HeldBackUntil = answer.Task;

        var search = directory.FindByNameAsync("reader", default);
        await Eventually.TrueAsync(() => relay.Requests > sent && _time.IsWaiting);
        _time.Advance(options.Timeout - TimeSpan.FromSeconds(1));
        Assert.False(search.IsCompleted);
        answer.SetResult();

        Assert.Single(await search);
    }

    [DirectoryFact]
    public async Task ConnectionClosedByTheControllerIsOpenedAgain()
    {
        await using var relay = StartRelay();
        using var directory = new UserDirectory(OptionsThrough(relay));
        Assert.Single(await directory.FindByNameAsync("reader", default));
        relay.CloseConnections();

        Assert.Single(await directory.FindByNameAsync("reader", default));

        Assert.Equal(2, relay.Accepted);
    }

    [DirectoryFact]
    public async Task ControllerThatStopsBetweenTwoSearchesIsUnavailable()
    {
        var relay = StartRelay();
        using var directory = new UserDirectory(OptionsThrough(relay));
        Assert.Single(await directory.FindByNameAsync("reader", default));
        await relay.DisposeAsync();

        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));
    }

    [DirectoryFact]
    public async Task ServerThatDoesNotSendLdapIsUnavailable()
    {
        foreach (var garbage in new[] { "HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(),
            [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF], [0x30, 0x03, 0x02, 0x01, 0x05], [0] })
        {
            await using var relay = StartRelay();
            relay.Replacement = garbage;
            var options = OptionsThrough(relay);
            options.Timeout = TimeSpan.FromSeconds(1);
            using var directory = new UserDirectory(options);

            await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));
        }
    }

    [Fact]
    public async Task HostThatRefusesTheConnectionIsUnavailable()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var directory = new UserDirectory(new DirectoryOptions { Server = "127.0.0.1", Port = port });

        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));
    }

    [DirectoryFact]
    public async Task SearchIsCanceledAtOnce()
    {
        await using var relay = StartRelay();
        relay.IsSilent = true;
        using var directory = new UserDirectory(OptionsThrough(relay));
        using var cancellation = new CancellationTokenSource();

        var search = directory.FindByNameAsync("reader", cancellation.Token);
        await Eventually.TrueAsync(() => relay.Requests > 0);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Eventually.EndsAsync(search));

        // A canceled search does not mark the directory as unavailable. The next search is made.
        relay.IsSilent = false;
        Assert.Single(await directory.FindByNameAsync("reader", default));
    }

    [DirectoryFact]
    public async Task SearchesOfSeveralThreadsShareAFewConnections()
    {
        await using var relay = StartRelay();
        using var directory = new UserDirectory(OptionsThrough(relay));

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => directory.FindByNameAsync("reader", default))));

        Assert.All(found, users => Assert.Single(users));
        Assert.InRange(relay.Accepted, 1, UserDirectory.MaxConnections);
    }

    [DirectoryFact]
    public async Task ClosedDirectoryIsNotUsed()
    {
        var directory = new UserDirectory(controller.OptionsWithTicket);
        directory.Dispose();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => directory.FindByNameAsync("reader", default));
    }
}
