namespace MimCm;

/// <summary>A data item that a profile template collects for a request.</summary>
/// <param name="Name">The name of the item in the template.</param>
/// <param name="Value">The value; null until it is supplied (docs/api.md, section 3.2).</param>
public sealed record DataCollectionItem(string Name, string? Value)
{
    /// <summary>The name of the item in the template.</summary>
    public string Name { get; } = Name;

    /// <summary>The value; null until it is supplied (docs/api.md, section 3.2).</summary>
    public string? Value { get; } = Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
