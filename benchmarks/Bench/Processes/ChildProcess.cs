using System.Diagnostics;

namespace MimCm.Bench;

/// <summary>A child process that is stopped on disposal.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    /// <summary>Starts a program without proxy settings.</summary>
    public static ChildProcess Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Starts a .NET program in the folder of this one.</summary>
    public static ChildProcess StartManaged(string assembly, params string[] arguments) => Start("dotnet", [RepositoryPaths.Beside(assembly), .. arguments]);

    /// <summary>Reads the next line of its output; null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>Reads its output until it exits.</summary>
    /// <exception cref="WrongResultException">The exit code is not 0.</exception>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);

        await _process.WaitForExitAsync();
        return _process.ExitCode == 0
            ? lines
            : throw new WrongResultException($"A measured process exited with code {_process.ExitCode}: {string.Join('\n', lines)}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            if (!_process.WaitForExit(TimeSpan.FromSeconds(3)))
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
