using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Runs programs to their end.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program that is told nothing on its standard input.</summary>
    /// <returns>The exit code, and what it printed.</returns>
    /// <exception cref="TimeoutException">It did not end within the limit, and was ended.</exception>
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
