using System.Diagnostics;

namespace MimCm.Soak;

/// <summary>The handles, threads and memory of this process.</summary>
internal sealed record ResourceUsage(int Handles, int Threads, long HeapBytes, long ResidentBytes)
{
    private const int Megabyte = 1024 * 1024;

    public static ResourceUsage Measure()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
        return new ResourceUsage(handles, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    /// <summary>Compares with an earlier measurement. The tolerance covers what eight workers use at any moment.</summary>
    public bool HasNotGrownSince(ResourceUsage start) =>
        Handles <= start.Handles + 32
        && Threads <= start.Threads + 16
        && HeapBytes <= start.HeapBytes + (8 * Megabyte)
        && ResidentBytes <= start.ResidentBytes + (48 * Megabyte);

    public override string ToString() =>
        $"{Handles} handles, {Threads} threads, heap {HeapBytes / (double)Megabyte:0.0} MB, resident {ResidentBytes / Megabyte} MB";
}
