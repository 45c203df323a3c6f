namespace MimCm.Client.Tests;

/// <summary>Sets the time zone of the process until it is disposed.</summary>
internal sealed class OwnTimeZone : IDisposable
{
    private readonly string? _before = Environment.GetEnvironmentVariable("TZ");

    public OwnTimeZone(string zone)
    {
        Set(zone);
        Assert.Equal(TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset, TimeZoneInfo.Local.BaseUtcOffset);
    }

    public void Dispose() => Set(_before);

    private static void Set(string? zone)
    {
        Environment.SetEnvironmentVariable("TZ", zone);
        TimeZoneInfo.ClearCachedData();
    }
}
