using System.Diagnostics;

namespace MimCm.Simulator.Tests;

public sealed class ProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task WhenReadyItSaysWhereOnOneLineAndNothingElse()
    {
        using var process = Start("--requests", "5", "--seed=3", "--folder", "CM");
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Soon);

        Assert.Matches(@"^MimCm\.Simulator ready: http://127\.0\.0\.1:\d+/CM/$", line);
        using var http = new HttpClient { BaseAddress = new Uri(line!["MimCm.Simulator ready: ".Length..]) };
        Assert.Contains(Sim.EnrollId, await http.GetStringAsync("api/v1.0/requests"));

        using (await http.PostAsync("/_simulator/shutdown", null))
            await process.WaitForExitAsync().WaitAsync(Soon);
        Assert.Equal(0, process.ExitCode);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Equal("", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task ATerminationSignalStopsItCleanlyInMidAnswerToo()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = Start("--requests", "1000000");
        var line = (await process.StandardOutput.ReadLineAsync().WaitAsync(Soon))!;
        using var http = new HttpClient { BaseAddress = new Uri(line["MimCm.Simulator ready: ".Length..]) };
        using var answer = await http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);

        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task ItEndsWithItsParent()
    {
        // A first simulator is the parent: any process will do.
        using var parent = Start();
        await parent.StandardOutput.ReadLineAsync().WaitAsync(Soon);
        using var child = Start("--parent", $"{parent.Id}");
        await child.StandardOutput.ReadLineAsync().WaitAsync(Soon);
        Assert.False(child.HasExited);

        parent.Kill();

        await child.WaitForExitAsync().WaitAsync(Soon);
        Assert.Equal(0, child.ExitCode);
    }

    [Theory]
    [InlineData("--prot 80", "no option --prot")]
    [InlineData("--request 80", "Did you mean --requests")]
    [InlineData("--port eighty", "--port wants a number from 0 to 65535, not 'eighty'")]
    [InlineData("--port", "--port wants a value")]
    [InlineData("--unknown-id 418", "--unknown-id wants one of 204, 403, 404, 500, not '418'")]
    [InlineData("--current-user me", "--current-user wants a GUID")]
    [InlineData("stray", "no option stray")]
    public async Task ACommandLineThatCannotBeFollowedExitsWith2AndSaysWhy(string arguments, string reason)
    {
        using var process = Start(arguments.Split(' '));

        await process.WaitForExitAsync().WaitAsync(Soon);

        Assert.Equal(2, process.ExitCode);
        Assert.Contains(reason, await process.StandardError.ReadToEndAsync());
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task APortInUseExitsWith1AndSaysSo()
    {
        await using var other = await SimulatorHost.StartAsync();
        using var process = Start("--port", $"{other.BaseAddress.Port}");

        await process.WaitForExitAsync().WaitAsync(Soon);

        Assert.Equal(1, process.ExitCode);
        Assert.Contains("cannot start", await process.StandardError.ReadToEndAsync());
    }

    [Fact]
    public async Task HelpTellsEveryOptionItsDefaultAndTwoExamples()
    {
        using var process = Start("--help");

        var help = await process.StandardOutput.ReadToEndAsync().WaitAsync(Soon);

        foreach (var word in new[] { "--port", "--requests N   (default 1000)", "--seed N   (default 1)", "--refusal-status 403|409|500", "--parent" })
            Assert.Contains(word, help);
        Assert.Equal(2, help.Split("    MimCm.Simulator --").Length - 1);
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SimulatorHost).Assembly.Location);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        // Whatever becomes of the test, its simulators end with it.
        if (!arguments.Contains("--parent") && arguments.All(a => a != "--help"))
        {
            start.ArgumentList.Insert(1, "--parent");
            start.ArgumentList.Insert(2, $"{Environment.ProcessId}");
        }
        return Process.Start(start)!;
    }
}
