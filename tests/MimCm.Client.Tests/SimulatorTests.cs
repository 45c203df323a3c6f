using MimCm.Simulator;

namespace MimCm.Client.Tests;

/// <summary>The client with the simulator, end to end.</summary>
public sealed class SimulatorTests
{
    [Fact]
    public async Task RequestIsFoundReadAndChanged()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 500 });
        using var client = Client(simulator);

        await client.ProbeAsync();
        var all = (await Read.ListAsync(client)).Requests;
        var open = (await Read.ListAsync(client, new RequestQuery { Statuses = [RequestStatus.Approved, RequestStatus.Executing] })).Requests;
        var enroll = await client.GetRequestAsync(Bodies.Enroll);
        var changed = await client.SetRequestStatusAsync(open[0].Uuid, RequestStatusChange.Abandoned);

        Assert.Equal(simulator.State.Requests, all.Count);
        Assert.Equal(all.Count(request => request.Status is RequestStatus.Approved or RequestStatus.Executing), open.Count);
        Assert.Equal(Bodies.Enroll, enroll.Uuid);
        Assert.Equal((open[0].Uuid, RequestStatus.Failed), (changed.Uuid, changed.Status));
        Assert.Equal((int)RequestStatus.Failed, simulator.Find(changed.Uuid)!.Status);
        Assert.DoesNotContain(all, request => request.SecurityDescriptor.Contains('\0', StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryChangeFromEveryStatusHasTheResultOfTheSimulator()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 300 });
        using var client = Client(simulator);

        foreach (var change in Enum.GetValues<RequestStatusChange>())
        {
            foreach (var status in Enum.GetValues<RequestStatus>())
            {
                var request = simulator.Add(new StoredRequest { Status = (int)status });
                var isAllowed = status is RequestStatus.Approved or RequestStatus.Executing
                    || (status == RequestStatus.Pending && change == RequestStatusChange.Canceled);
                if (isAllowed)
                {
                    Assert.Equal((int)change.FinalStatus(), (int)(await client.SetRequestStatusAsync(request.Uuid, change)).Status);
                }
                else
                {
                    Assert.Equal(MimCmError.Forbidden,
                        (await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(request.Uuid, change))).Error);
                }

                Assert.Equal(isAllowed ? (int)change.FinalStatus() : (int)status, simulator.Find(request.Uuid)!.Status);
            }
        }
    }

    [Theory]
    [InlineData(204, MimCmError.RequestNotFound)]
    [InlineData(404, MimCmError.RequestNotFound)]
    [InlineData(403, MimCmError.Forbidden)]
    [InlineData(500, MimCmError.ServerError)]
    public async Task UnknownIdIsAnErrorForEveryPossibleResponse(int code, MimCmError error)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 10, Behavior = new ServerBehavior { UnknownId = code } });
        using var client = Client(simulator);

        Assert.Equal(error, (await Assert.ThrowsAsync<MimCmException>(() => client.GetRequestAsync(Bodies.Id(1)))).Error);

        // An internal error does not prove that nothing was changed, and the request cannot be read back here.
        var change = await Assert.ThrowsAsync<MimCmException>(() => client.SetRequestStatusAsync(Bodies.Id(1), RequestStatusChange.Completed));
        Assert.Equal(code == 500 ? MimCmError.OutcomeUnknown : error, change.Error);
        Assert.Equal(code != 500, change.IsUnchanged);
    }

    [Fact]
    public async Task DisabledApiIsDistinguishedFromAMissingRequest()
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Requests = 10, Behavior = new ServerBehavior { ApiEnabled = false } });
        using var client = Client(simulator);

        Assert.Equal(MimCmError.ApiDisabled, (await Assert.ThrowsAsync<MimCmException>(() => client.ProbeAsync())).Error);
    }

    [Fact]
    public async Task ChangeWithAResponseOf204IsReadBack()
    {
        await using var simulator = await SimulatorHost.StartAsync(
            new SimulatorOptions { Requests = 10, Behavior = new ServerBehavior { ChangeAnswer = 204 } });
        using var client = Client(simulator);

        Assert.Equal(RequestStatus.Canceled, (await client.SetRequestStatusAsync(Bodies.Unblock, RequestStatusChange.Canceled)).Status);
        Assert.Equal(["PUT", "GET"], simulator.Calls.Select(call => call.Method));
    }

    [Theory]
    [InlineData(FaultEffect.No)]
    [InlineData(FaultEffect.Yes)]
    [InlineData(FaultEffect.Late)]
    public async Task LostResponseHasTheSameResultWheneverTheChangeTakesEffect(FaultEffect effect)
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 10 });
        simulator.AddFault(new FaultRule { Method = "PUT", Reset = true, Effect = effect, LateMs = 200, Times = 1 });
        var (clock, timeout) = (new ManualClock(), TimeSpan.FromHours(1));
        using var client = MimCmClient.Create(
            new MimCmClientOptions { Address = simulator.BaseAddress, NoProxy = true, Timeout = timeout, TimeProvider = clock });

        var changing = client.SetRequestStatusAsync(Bodies.Enroll, RequestStatusChange.Completed);
        // A late change takes effect before the change is sent again.
        if (effect == FaultEffect.Late)
            await Eventually.TrueAsync(() => simulator.Find(Bodies.Enroll)!.Status == (int)RequestStatus.Completed);

        var request = await clock.PassUntilAsync(changing, timeout);

        Assert.Equal((RequestStatus.Completed, (int)RequestStatus.Completed), (request.Status, simulator.Find(Bodies.Enroll)!.Status));
    }

    private static MimCmClient Client(SimulatorHost simulator) =>
        MimCmClient.Create(new MimCmClientOptions { Address = simulator.BaseAddress, NoProxy = true, RetryInterval = TimeSpan.FromMilliseconds(1) });
}
