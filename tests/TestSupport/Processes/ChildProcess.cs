using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program with an empty standard input.</summary>
    /// <returns>The exit code and the output.</returns>
    /// <exception cref="TimeoutException">The program did not end within the limit, and was killed.</exception>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(ProcessStartInfo start, TimeSpan limit)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output, await errors);
    }
}
