using System.Diagnostics;

namespace MimCm.Soak;

/// <summary>What this process holds.</summary>
internal sealed record Usage(int Handles, int Threads, long HeapBytes, long ResidentBytes)
{
    private const int Megabyte = 1024 * 1024;

    public static Usage Now()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        var handles = Directory.Exists("/proc/self/fd") ? Directory.GetFileSystemEntries("/proc/self/fd").Length : process.HandleCount;
        return new Usage(handles, process.Threads.Count, GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    /// <summary>Whether it holds no more than before, but for what eight workers happen to have in hand.</summary>
    public bool IsFlatFrom(Usage start) =>
        Handles <= start.Handles + 32 && Threads <= start.Threads + 16 && HeapBytes <= start.HeapBytes + (8 * Megabyte) && ResidentBytes <= start.ResidentBytes + (48 * Megabyte);

    public override string ToString() => $"{Handles} handles, {Threads} threads, heap {HeapBytes / (double)Megabyte:0.0} MB, resident {ResidentBytes / Megabyte} MB";
}
