using System.Text.Json;

namespace MimCm.Identity.Tests;

/// <summary>The client in a process of its own.</summary>
internal static class ClientProcess
{
    /// <summary>Runs a job, and returns its results.</summary>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(Job job, IReadOnlyDictionary<string, string> environment)
    {
        var start = IsolatedProcess.CreateStartInfo("dotnet", ["exec", typeof(Program).Assembly.Location], environment);
        var (exitCode, output, errors) = await ChildProcess.RunAsync(start, IsolatedProcess.ResponseTimeout, JsonSerializer.Serialize(job));
        Assert.True(exitCode == 0, errors);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JobResult>(line)!)];
    }
}
