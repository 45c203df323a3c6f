namespace MimCm.Client.Tests;

/// <summary>A response that arrives byte by byte does not block a call forever. One object and the probe are limited to ten timeouts; a list
/// is limited by silence alone, and white space counts as silence.</summary>
public sealed class ResponseDeadlineTests
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private readonly ManualClock _clock = new();

    public static TheoryData<string> Calls => ["probe", "object", "list"];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task WhiteSpaceDoesNotResetTheTimeout(string call)
    {
        var failure = await CallAsync(call, new string(' ', 1000).Bytes(), TimeSpan.FromSeconds(1));

        Assert.Equal(MimCmError.Timeout, failure?.Error);
        Assert.InRange(_clock.Elapsed, ResponseTimeout, ResponseTimeout + TimeSpan.FromSeconds(2));
        Assert.Contains("sent no data for 10 s", failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("probe", true)]
    [InlineData("object", true)]
    [InlineData("list", false)]
    public async Task SingleRequestAndProbeEndAfterTenTimeoutsAndAListDoesNot(string call, bool isLimited)
    {
        var failure = await CallAsync(call, call == "object" ? Bodies.EnrollApproved : Bodies.Array(Bodies.EnrollApproved), TimeSpan.FromSeconds(1));

        Assert.Equal(isLimited ? MimCmError.Timeout : null, failure?.Error);
        Assert.Equal(isLimited, _clock.Elapsed <= TimeSpan.FromTicks(10 * ResponseTimeout.Ticks));
        if (isLimited)
            Assert.Contains("did not complete its response within 100 s", failure!.Message, StringComparison.Ordinal);
    }

    private async Task<MimCmException?> CallAsync(string call, byte[] body, TimeSpan interval)
    {
        var options = new MimCmClientOptions
        {
            Address = new Uri("https://cm.contoso.com"),
            MaximumRetryCount = 0,
            Timeout = ResponseTimeout,
            TimeProvider = _clock,
        };
        using var client = new MimCmClient(new HttpClient(new StreamHandler(() => new TricklingStream(body, _clock, interval), "application/json")), options);
        try
        {
            if (call == "probe")
                await client.ProbeAsync();
            else if (call == "object")
                await client.GetRequestAsync(Bodies.Enroll);
            else
                return (await Read.ListAsync(client)).Failure;

            return null;
        }
        catch (MimCmException e)
        {
            return e;
        }
    }
}
