using System.Diagnostics;

namespace MimCm.Bench;

/// <summary>A process that this one started and will end.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    /// <summary>Starts it; nothing it does goes through a proxy.</summary>
    public static Child Start(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NO_PROXY"] = "127.0.0.1,localhost";
        start.Environment["NO_COLOR"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;

        return new Child(Process.Start(start)!);
    }

    /// <summary>Starts a managed program that lies beside this one.</summary>
    public static Child StartManaged(string assembly, params string[] arguments) => Start("dotnet", [Repository.Beside(assembly), .. arguments]);

    /// <summary>The next line it prints; null at the end.</summary>
    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    /// <summary>The lines it prints until it ends.</summary>
    /// <exception cref="WrongResultException">It failed.</exception>
    public async Task<IReadOnlyList<string>> ReadToEndAsync()
    {
        var lines = new List<string>();
        while (await ReadLineAsync() is { } line)
            lines.Add(line);

        await _process.WaitForExitAsync();
        return _process.ExitCode == 0 ? lines : throw new WrongResultException($"A process that was to be measured ended with {_process.ExitCode}: {string.Join('\n', lines)}");
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
