namespace MimCm.QuickStart.Tests;

/// <summary>A theory about what happens where there is a pwsh on the PATH.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresPowerShellTheoryAttribute : TheoryAttribute
{
    public RequiresPowerShellTheoryAttribute()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, "pwsh")) || File.Exists(Path.Combine(folder, "pwsh.exe"))))
            Skip = "There is no pwsh on the PATH.";
    }
}
