using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using MimCm.Micro;

// dotnet run -c Release --project benchmarks/Micro
// In this process: the project that BenchmarkDotNet would make to build knows nothing of how this repository builds.
if (args is ["--quick"])
{
    // The least of many short runs, for a look while something else runs on the machine.
    foreach (var distinct in new[] { false, true })
    {
        using var list = new ReadList { HasDistinctDescriptors = distinct };
        list.Setup();
        foreach (var (name, read) in new (string, Func<Task<int>>)[] { ("client", list.Client), ("stj", list.SourceGeneration), ("skip", () => Task.FromResult(list.Skip())), ("copy", list.CopyAlone) })
        {
            var best = long.MaxValue;
            var total = Stopwatch.StartNew();
            while (total.ElapsedMilliseconds < 4000)
            {
                var start = Stopwatch.GetTimestamp();
                await read();
                best = Math.Min(best, Stopwatch.GetTimestamp() - start);
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread();
            await read();
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            Console.WriteLine($"{name,-8} distinct={distinct}  {best * 1e9 / Stopwatch.Frequency / ReadList.Count,8:0} ns a request  {allocated / ReadList.Count} B");
        }
    }

    return;
}

BenchmarkRunner.Run<ReadList>(DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance)), args);
