using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>Starts processes that inherit no identity and no proxy, and end when their standard input is closed, at the latest with this process.</summary>
internal static class IsolatedProcess
{
    public static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The variables for identities, proxies and trusted certificates. No child process inherits them.</summary>
    public static readonly string[] IdentityVariables =
        ["KRB5_CONFIG", "KRB5CCNAME", "KRB5_KTNAME", "NTLM_USER_FILE", "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY",
            "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE"];

    /// <summary>Starts a process with only the specified variables for identities, proxies and trusted certificates.</summary>
    public static Process Start(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment) =>
        Process.Start(CreateStartInfo(file, arguments, environment))!;

    /// <summary>Starts a script beside the tests on a free port, and waits until it is ready.</summary>
    public static async Task<(Process Process, int Port)> StartScriptAsync(string script, string folder, params string[] arguments)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = Ports.Free();
            var process = Start("sh", [Path.Combine(AppContext.BaseDirectory, script), folder, $"{port}", .. arguments],
                new Dictionary<string, string>());
            if (await process.StandardOutput.ReadLineAsync().WaitAsync(ResponseTimeout) == "ready")
                return (process, port);

            // Another process may have got the port in the meantime.
            var error = await process.StandardError.ReadToEndAsync();
            process.Dispose();
            if (attempt == 3)
                throw new InvalidOperationException($"{script}: {error}");
        }
    }

    /// <summary>Ends a script and its child processes.</summary>
    public static void Stop(Process script)
    {
        script.StandardInput.Close();
        if (!script.WaitForExit(ResponseTimeout))
            script.Kill(entireProcessTree: true);

        script.Dispose();
    }

    /// <summary>Describes a process with only the specified variables for identities, proxies and trusted certificates.</summary>
    public static ProcessStartInfo CreateStartInfo(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in IdentityVariables)
            start.Environment.Remove(name);

        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        return start;
    }
}
