using System.Diagnostics;

namespace MimCm.Simulator.Tool;

/// <summary>Waits for the end of another process, so that the simulator stops if the test that started it is killed.</summary>
internal static class ParentProcessMonitor
{
    public static async Task WaitForExitAsync(int processId, CancellationToken cancellationToken)
    {
        while (IsAlive(processId))
            await Task.Delay(500, cancellationToken);
    }

    private static bool IsAlive(int processId)
    {
        // On Linux an ended process that nobody has waited for (a zombie) still has its id.
        var stat = $"/proc/{processId}/stat";
        try
        {
            if (OperatingSystem.IsLinux())
                return File.Exists(stat) && File.ReadAllText(stat) is var text && text[(text.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (Exception e) when (e is IOException or ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
