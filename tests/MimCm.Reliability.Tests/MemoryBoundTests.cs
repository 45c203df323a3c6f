using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>A server that sends endless or too large responses does not exhaust memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class MemoryBoundTests
{
    private const int Megabyte = 1024 * 1024;

    [Fact]
    public async Task EndlessListIsReadInConstantMemoryAndCanBeStopped()
    {
        await using var server = await StartAsync(new FaultRule { Path = "list", Content = FaultContent.Endless });
        using var client = ClientOf(server);
        var count = 0;
        var (low, growth) = (long.MaxValue, 0L);

        await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
        {
            if (++count % 50_000 == 0)
            {
                // The memory of the server is in this process, too. It does not grow either.
                // Memory of earlier tests can still be released.
                var now = GC.GetTotalMemory(forceFullCollection: true);
                low = Math.Min(low, now);
                growth = Math.Max(growth, now - low);
            }

            if (count == 300_000)
                break;
        }

        Assert.True(growth < 10 * Megabyte, $"The heap grew from {low / Megabyte} MB by {growth / Megabyte} MB.");
    }

    [Theory]
    [InlineData(FaultContent.HugeElement, 50 * Megabyte)]
    [InlineData(FaultContent.Deep, 10_000_000)]
    public async Task TooLargeRequestIsInvalidAndNotReadToItsEnd(FaultContent content, int size)
    {
        await using var server = await StartAsync(new FaultRule { Path = "list", Content = content, Size = size });
        using var client = ClientOf(server);

        var failure = await Assert.ThrowsAsync<MimCmException>(async () =>
        {
            await foreach (var _ in client.GetRequestsAsync(new RequestQuery()))
            {
            }
        });

        Assert.Equal(MimCmError.InvalidResponse, failure.Error);
    }

    private static Task<SimulatorHost> StartAsync(FaultRule fault) => SimulatorHost.StartAsync(new SimulatorOptions { Requests = 50, Faults = [fault] });

    private static MimCmClient ClientOf(SimulatorHost server) =>
        MimCmClient.Create(new MimCmClientOptions { Address = server.BaseAddress, MaximumRetryCount = 0 });
}
