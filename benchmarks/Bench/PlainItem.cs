namespace MimCm.Bench;

/// <summary>What one would write for System.Text.Json.</summary>
internal sealed class PlainItem
{
    public string Name { get; set; } = "";

    public string? Value { get; set; }
}
