namespace MimCm.PowerShell.Tests;

/// <summary>A theory that needs a PowerShell with Pester. Where there is none, it is skipped and says why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PesterTheoryAttribute : TheoryAttribute
{
    public PesterTheoryAttribute()
    {
        if (PowerShellEngine.Expected.All(engine => engine.Missing is not null))
            Skip = string.Join("; ", PowerShellEngine.Expected.Select(engine => engine.Missing));
    }
}
