using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Data.Sqlite;

namespace MimCm.Simulator.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task ReadyLineHasTheAddressAndIsTheOnlyOutput()
    {
        using var process = SimulatorProcess.Start("--requests", "5", "--seed=3", "--folder", "CM");
        var line = await process.LineAsync();

        Assert.Matches(@"^MimCm\.Simulator ready: http://127\.0\.0\.1:\d+/CM/$", line);
        using var http = new HttpClient { BaseAddress = new Uri(line["MimCm.Simulator ready: ".Length..]) };
        Assert.Contains(Sim.EnrollId, await http.GetStringAsync("api/v1.0/requests"));

        (await http.PostAsync("/_simulator/shutdown", null)).Dispose();
        Assert.Equal((0, "", ""), await process.ExitAsync());
    }

    [Fact]
    public async Task TerminationSignalStopsItCleanlyAlsoDuringAResponse()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var process = SimulatorProcess.Start("--requests", "1000000");
        using var http = new HttpClient { BaseAddress = await process.ReadyAsync() };
        using var response = await http.GetAsync("api/v1.0/requests", HttpCompletionOption.ResponseHeadersRead);

        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync();

        Assert.Equal((0, "", ""), await process.ExitAsync(TimeSpan.FromSeconds(5)));
    }

    [Fact]
    public async Task SimulatorEndsWithItsParent()
    {
        // The first simulator is the parent. Any process could be used.
        using var parent = SimulatorProcess.Start();
        await parent.ReadyAsync();
        using var child = SimulatorProcess.Start("--parent", $"{parent.Id}");
        await child.ReadyAsync();
        Assert.False(child.HasExited);

        parent.Kill();

        Assert.Equal(0, (await child.ExitAsync()).Code);
    }

    [Theory]
    [InlineData("--prot 80", "Unknown option --prot")]
    [InlineData("--request 80", "Did you mean --requests")]
    [InlineData("--port eighty", "--port expects a number from 0 to 65535, not 'eighty'")]
    [InlineData("--port", "--port expects a value")]
    [InlineData("--unknown-id 418", "--unknown-id expects one of 204, 403, 404, 500, not '418'")]
    [InlineData("--current-user me", "--current-user expects a GUID")]
    [InlineData("--auth basic", "--auth expects one of none, negotiate, bearer, not 'basic'")]
    [InlineData("--user alice", "--user expects two parts")]
    [InlineData("--faults nonesuch.json", "The file 'nonesuch.json' cannot be read as JSON: Could not find file")]
    [InlineData("--certificate nonesuch.pfx", "or a PKCS#12 file. The file 'nonesuch.pfx' does not exist.")]
    [InlineData("--seed-file nonesuch.json", "nonesuch.json cannot be read")]
    [InlineData("stray", "Unknown option stray")]
    public async Task InvalidCommandLineExitsWith2AndTheReason(string arguments, string reason)
    {
        using var process = SimulatorProcess.Start(arguments.Split(' '));

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((2, ""), (code, output));
        Assert.Contains(reason, error);
    }

    [Fact]
    public async Task VersionPrintsTheVersion()
    {
        using var process = SimulatorProcess.Start("--version");

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((0, ""), (code, error));
        Assert.Matches(@"^mimcm-simulator \d+\.\d+\.\d+\S*\r?\n$", output);
    }

    /// <summary>Each reason why a start can fail, as arguments and the expected text.</summary>
    public static TheoryData<string, string[]> FailedStarts => new()
    {
        { "--port {usedPort}", ["cannot listen on http://127.0.0.1:", "in use"] },
        { "--urls http://192.0.2.1:0", ["cannot listen on http://192.0.2.1:0"] },
        { "--urls http://127.0.0.1:99999", ["cannot listen on http://127.0.0.1:99999"] },
        { "--state {folder}/missing/state.db", ["state file", "missing/state.db", "Check that the folder exists"] },
        { "--state {folder}", ["state file", "cannot be opened"] },
        { "--state {folder}/damaged.db", ["state file", "damaged.db", "damaged, or not a state file"] },
        { "--state {folder}/locked.db", ["state file", "locked.db", "another program has it open"] },
        { "--state {folder}/foreign.db", ["state file", "foreign.db", "cannot be read"] },
        { "--certificate {folder}/damaged.pfx", ["certificate file", "damaged.pfx"] },
        { "--certificate {folder}/good.pfx --certificate-password wrong", ["certificate file", "good.pfx"] },
    };

    [Theory]
    [MemberData(nameof(FailedStarts))]
    public async Task FailedStartIsOneSentenceAndExitsWith1(string arguments, string[] words)
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "damaged.db"), new string('x', 5000));
        await File.WriteAllTextAsync(Path.Combine(folder, "damaged.pfx"), "no certificate");
        using (var key = RSA.Create(2048))
        {
            var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            using var made = request.CreateSelfSigned(DateTimeOffset.Now, DateTimeOffset.Now.AddDays(1));
            await File.WriteAllBytesAsync(Path.Combine(folder, "good.pfx"), made.Export(X509ContentType.Pfx, "right"));
        }
        await using var other = await SimulatorHost.StartAsync(new SimulatorOptions { State = Path.Combine(folder, "locked.db") });
        await (await SimulatorHost.StartAsync(new SimulatorOptions { State = Path.Combine(folder, "foreign.db") })).DisposeAsync();
        using (var foreign = new SqliteConnection($"Data Source={Path.Combine(folder, "foreign.db")};Pooling=False"))
        {
            foreign.Open();
            using var command = foreign.CreateCommand();
            command.CommandText = "UPDATE origin SET json = '{'";
            command.ExecuteNonQuery();
        }
        using var process = SimulatorProcess.Start(arguments.Replace("{usedPort}", $"{other.BaseAddress.Port}").Replace("{folder}", folder).Split(' '));

        var (code, output, error) = await process.ExitAsync();

        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("MimCm.Simulator: cannot start. ", error);
        Assert.All(words, word => Assert.Contains(word, error));
        Assert.Single(error.TrimEnd().Split('\n'));
        await other.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("""{"path":"list","status":503,"probability":7}""", "Probability is a number from 0 to 1, not 7")]
    [InlineData("""{"paht":"list"}""", "paht")]
    public async Task InvalidFaultFileExitsWith2AndTheReason(string rule, string reason)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, rule);
        using var process = SimulatorProcess.Start("--faults", file);

        var (code, output, error) = await process.ExitAsync();

        File.Delete(file);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains($"--faults {file}: ", error);
        Assert.Contains(reason, error);
    }

    [Fact]
    public async Task HelpExplainsOptionsAndFiles()
    {
        using var process = SimulatorProcess.Start("--help");

        var (code, help, error) = await process.ExitAsync();

        Assert.Equal((0, ""), (code, error));
        Assert.All(help.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
        string[] told =
        [
            "MimCm.Simulator ready: http://", "Exit codes: 0 ", "1 cannot start", "2 the", "Where it listens", "/_simulator/calls",
            "docs/simulator.md", "docs/testing-your-scripts.md", "--requests N   (default 1000)", "--seed N   (default 1)", "--refusal-status 403|409|500",
        ];
        Assert.All(told, word => Assert.Contains(word, help));
        Assert.Equal(3, help.Split("    mimcm-simulator --").Length - 1);
    }

    [Fact]
    public async Task CommandLinesInTheHelpWork()
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-").FullName;
        var lines = LinesThatBegin(await HelpAsync(), "mimcm-simulator --");
        var files = LinesThatBegin(await HelpAsync(), "[{");
        await File.WriteAllTextAsync(Path.Combine(folder, "requests.json"), files[0]);
        await File.WriteAllTextAsync(Path.Combine(folder, "faults.json"), files[1]);

        Assert.Equal(3, lines.Count);
        foreach (var line in lines)
        {
            var arguments = line.Split(' ').Skip(1).Select(word => word switch
            {
                "5080" => "0",
                "4711" => $"{Environment.ProcessId}",
                _ when word.EndsWith(".json", StringComparison.Ordinal) => Path.Combine(folder, word),
                _ => word,
            });
            using var process = SimulatorProcess.Start([.. arguments]);
            Assert.NotNull(await process.ReadyAsync());
        }
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> HelpAsync()
    {
        using var process = SimulatorProcess.Start("--help");
        return (await process.ExitAsync()).Output;
    }

    private static List<string> LinesThatBegin(string help, string start) =>
        [.. help.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    [Fact]
    public async Task FaultsAndAccessAreReadFromFiles()
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-").FullName;
        var (faults, access) = (Path.Combine(folder, "faults.json"), Path.Combine(folder, "access.json"));
        await File.WriteAllTextAsync(faults, """{"path":"list","status":503}""");
        await File.WriteAllTextAsync(access, """{"permissions":[{"may":["read"]}]}""");
        using var process = SimulatorProcess.Start("--faults", faults, "--access", access, "--tls", "--token", "t=alice,+60",
            "--user", "alice=aaaaaaaa-0000-4000-8000-000000000001", "--session-cookie", "s", "--certificate", "wrong-name", "--auth", "bearer");
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = await process.ReadyAsync(),
        };
        http.DefaultRequestHeaders.Authorization = new("Bearer", "t");

        using var list = await http.GetAsync("api/v1.0/requests");
        using var item = await http.GetAsync("api/v1.0/requests/" + Sim.EnrollId);

        Assert.Equal((503, 200), ((int)list.StatusCode, (int)item.StatusCode));
        Assert.StartsWith("s=", list.Headers.GetValues("Set-Cookie").Single());
        Directory.Delete(folder, recursive: true);
    }
}
