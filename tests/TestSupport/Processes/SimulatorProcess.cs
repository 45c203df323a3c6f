using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>The simulator in a separate process. It ends with the process of the test at the latest.</summary>
internal sealed class SimulatorProcess : IDisposable
{
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);
    private const string Ready = "MimCm.Simulator ready: ";

    private readonly Process _process;

    private SimulatorProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public long PeakMemory
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public bool HasExited => _process.HasExited;

    public static SimulatorProcess Start(params string[] arguments) => Start(arguments, null);

    public static SimulatorProcess Start(string[] arguments, IReadOnlyDictionary<string, string>? environment, params string[] removedVariables)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "MimCm.Simulator.Tool.dll"));
        if (!arguments.Contains("--parent"))
        {
            start.ArgumentList.Add("--parent");
            start.ArgumentList.Add($"{Environment.ProcessId}");
        }
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var name in removedVariables)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return new(Process.Start(start)!);
    }

    /// <summary>The ready line.</summary>
    public async Task<string> LineAsync() => await _process.StandardOutput.ReadLineAsync().WaitAsync(Soon)
        ?? throw new InvalidOperationException(await _process.StandardError.ReadToEndAsync());

    public async Task<Uri> ReadyAsync() => new((await LineAsync())[Ready.Length..]);

    public async Task<(int Code, string Output, string Error)> ExitAsync(TimeSpan? within = null)
    {
        var (output, error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
        await _process.WaitForExitAsync().WaitAsync(within ?? Soon);
        return (_process.ExitCode, await output, await error);
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
