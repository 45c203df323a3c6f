extern alias simulator;

using System.Reflection;
using MimCm;
using MimCm.QuickStart;
using simulator::MimCm.Simulator;

Console.OutputEncoding = System.Text.Encoding.UTF8;

// The server's double, in this process: it ends with it, whatever happens.
await using var server = await SimulatorHost.StartAsync(new SimulatorOptions { Requests = 500 });
Console.WriteLine($"A simulated MIM CM server with 500 requests answers at {server.BaseAddress}");

var root = typeof(Program).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;
var shell = PowerShellHost.Find(root, out var reason);
int exitCode;
if (shell is null)
{
    Console.WriteLine($"PowerShell is not installed, and the dotnet tool could not be restored: {reason}");
    Console.WriteLine("This session therefore uses MimCm.Client, the .NET library under the cmdlets, and not the cmdlets.");
    exitCode = await ClientSession.RunAsync(server.BaseAddress);
}
else
{
    Console.WriteLine($"The session runs in {shell.Name}.");
    exitCode = await shell.RunAsync(Path.Combine(AppContext.BaseDirectory, "Session.ps1"), Path.Combine(root, "out", "MimCm", "MimCm.psd1"), server.BaseAddress);
}

// What was shown above is what the client says. This is what the server says.
var changes = server.Calls.Where(call => call.Method == "PUT").ToList();
var truth = changes.Select(call => server.Find(call.Id!.Value)!.Status).ToList();
int[] expected = [8, 17, 9, 8, 17];
if (exitCode == 0 && !truth.SequenceEqual(expected))
{
    Console.WriteLine($"The server says otherwise: after {changes.Count} changes the requests stand at {string.Join(", ", truth)}.");
    exitCode = 1;
}

Console.WriteLine(exitCode == 0
    ? "Done: one completed, one canceled, one abandoned (it ends as Failed), one refused and left as it was, one more canceled; the server agrees."
    : "Something was not what it should be.");
return exitCode;
