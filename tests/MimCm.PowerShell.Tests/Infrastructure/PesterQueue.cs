using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace MimCm.PowerShell.Tests;

/// <summary>The Pester files that wait for one engine, as a folder that several processes of it work through (tests/Pester/Invoke-Tests.ps1). A process
/// runs one file after the other: starting an engine costs more than many a file.</summary>
internal sealed class PesterQueue
{
    private static readonly TimeSpan FileTimeout = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mimcm-pester-");
    private readonly Dictionary<string, TaskCompletionSource<PesterResult>> _results;
    private readonly ConcurrentQueue<string> _incidents = new();
    private readonly HashSet<string> _repeated = [];

    /// <summary>Fills the queue, in this order.</summary>
    public PesterQueue(PowerShellEngine engine, IReadOnlyList<string> files)
    {
        Engine = engine;
        _results = files.ToDictionary(file => file, _ => new TaskCompletionSource<PesterResult>(TaskCreationOptions.RunContinuationsAsynchronously));
        for (var i = 0; i < files.Count; i++)
            AddWaiting(i, files[i]);
    }

    public PowerShellEngine Engine { get; }

    /// <summary>The result of each file by its name.</summary>
    public IReadOnlyDictionary<string, Task<PesterResult>> Results => _results.ToDictionary(result => result.Key, result => result.Value.Task);

    /// <summary>Messages about the engine itself, as lines.</summary>
    public IEnumerable<string> Incidents => _incidents;

    /// <summary>Runs files until the queue is empty. Several workers can run at the same time.</summary>
    public async Task WorkAsync(int worker)
    {
        try
        {
            await Engine.Setup.Value;
        }
        catch (Exception e)
        {
            var reason = $"{Engine.Name} could not be set up: {e.Message}";
            if (Engine.IsEmulated)
                _incidents.Enqueue($"Left out: {string.Join(' ', reason.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))}");
            Finish(Engine.IsEmulated ? PesterResult.LeftOut(reason) : PesterResult.Broken(reason));
        }

        // If a process ends during a file, the file fails, and the next process continues with the others.
        while (_folder.GetFiles("*.waiting").Length > 0)
            await RunProcessAsync(worker);
    }

    /// <summary>Removes the folder.</summary>
    public void Delete() => _folder.Delete(recursive: true);

    private async Task RunProcessAsync(int worker)
    {
        var script = Checkout.PathOf("tests", "Pester", "Invoke-Tests.ps1");
        var start = PowerShellEngines.CreateStartInfo(
            Engine.Command,
            "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", script,
            "-Queue", _folder.FullName, "-Worker", worker.ToString(CultureInfo.InvariantCulture), "-PesterVersion", Engine.PesterVersion,
            "-ExcludeTag", string.Join(',', Engine.ExcludedTags));
        start.Environment.TryAdd("MIMCM_TEST_MODULE", Path.Combine(Repository.Module, "MimCm.psd1"));
        start.Environment["MIMCM_TEST_SIMULATOR"] = Repository.Simulator;

        var waiting = _folder.GetFiles("*.waiting").Length;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = new StringBuilder();
        DataReceivedEventHandler add = (_, line) =>
        {
            lock (output)
                output.AppendLine(line.Data);
        };
        process.OutputDataReceived += add;
        process.ErrorDataReceived += add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        var (current, clock) = ((string?)null, Stopwatch.StartNew());
        var hasBegun = false;
        var problem = "";
        while (!process.HasExited)
        {
            await Task.Delay(Pause);
            ReadResults();
            var running = Running(worker);
            hasBegun |= running is not null;
            if (running != current)
                (current, clock) = (running, Stopwatch.StartNew());

            if (clock.Elapsed > FileTimeout)
            {
                problem = $"{current} did not end within {FileTimeout.TotalMinutes} minutes.";
                process.Kill(entireProcessTree: true);
                break;
            }
        }

        await process.WaitForExitAsync();
        ReadResults();
        var file = Running(worker);
        var left = _folder.GetFiles("*.waiting").Length;
        var hasWorked = hasBegun || left < waiting || left == 0;
        if (process.ExitCode == 0 && problem.Length == 0 && file is null && hasWorked)
            return;

        string said;
        lock (output)
            said = output.ToString();
        if (file is not null)
            File.Delete(RunningPath(file, worker));
        if (Engine.IsEmulated && _repeated.Add(file ?? ""))
        {
            var end = problem.Length == 0 ? $"broke off with exit code {process.ExitCode}" : "did not come to an end";
            _incidents.Enqueue($"{Engine.Name} {end} at {file ?? "its start"}, and was started again.");
            if (file is not null)
                AddWaiting(0, file);
            return;
        }

        var broken = PesterResult.Broken($"{problem} The process ended with exit code {process.ExitCode}.\n{said}");
        if (file is not null)
            _results[file].TrySetResult(broken);
        else
            // The process has run no file, and no other process would.
            Finish(broken);
    }

    private void AddWaiting(int number, string file) =>
        File.Create(Path.Combine(_folder.FullName, $"{number.ToString("00", CultureInfo.InvariantCulture)}~{file}.waiting")).Dispose();

    /// <summary>Sets the result of all files without a result.</summary>
    private void Finish(PesterResult result)
    {
        foreach (var waiting in _folder.GetFiles("*.waiting"))
            waiting.Delete();
        foreach (var one in _results.Values)
            one.TrySetResult(result);
    }

    private string RunningPath(string file, int worker) => Path.Combine(_folder.FullName, $"{file}.{worker.ToString(CultureInfo.InvariantCulture)}.running");

    private string? Running(int worker) => _results.Keys.FirstOrDefault(file => File.Exists(RunningPath(file, worker)));

    private void ReadResults()
    {
        foreach (var file in _folder.GetFiles("*.json"))
            _results[Path.GetFileNameWithoutExtension(file.Name)].TrySetResult(JsonSerializer.Deserialize<PesterResult>(File.ReadAllText(file.FullName))!);
    }
}
