using System.Globalization;
using System.Runtime.InteropServices;

namespace MimCm.Bench;

/// <summary>Describes the machine of the measurement.</summary>
internal static class MachineDescription
{
    public static async Task<string> DescribeAsync(PowerShellHost? powerShell)
    {
        var parts = new List<string>
        {
            DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
            $"{Environment.ProcessorCount} × {Processor()}",
            $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000_000} GB",
            RuntimeInformation.OSDescription,
            RuntimeInformation.FrameworkDescription,
        };
        if (powerShell is not null)
            parts.Add(powerShell.Version);

        if (File.Exists("/proc/loadavg"))
            parts.Add($"load before the run {(await File.ReadAllTextAsync("/proc/loadavg")).Split(' ')[0]}");

        return string.Join(", ", parts);
    }

    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux) ? File.ReadLines(Linux).FirstOrDefault(text => text.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?.Split(':')[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
