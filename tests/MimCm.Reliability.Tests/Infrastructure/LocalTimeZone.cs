namespace MimCm.Reliability.Tests;

/// <summary>Sets the time zone of this process until it is disposed. Windows ignores the variable, so that its own zone is tested there.</summary>
internal sealed class LocalTimeZone : IDisposable
{
    private const string Variable = "TZ";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);

    public LocalTimeZone(string name)
    {
        Set(name);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(name, TimeZoneInfo.Local.Id);
    }

    public void Dispose() => Set(_before);

    private static void Set(string? name)
    {
        Environment.SetEnvironmentVariable(Variable, name);
        TimeZoneInfo.ClearCachedData();
    }
}
