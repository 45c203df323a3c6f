namespace MimCm.Bench;

/// <summary>A data item as a typical program models it for System.Text.Json.</summary>
internal sealed class PlainDataItem
{
    public string Name { get; set; } = "";

    public string? Value { get; set; }
}
