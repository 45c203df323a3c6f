namespace MimCm;

/// <summary>One item of information that a profile template asks for when a request is made.</summary>
/// <param name="Name">The name of the item in the template.</param>
/// <param name="Value">The value; null until it is supplied.</param>
public sealed record DataCollectionItem(string Name, string? Value)
{
    /// <summary>The name of the item in the template.</summary>
    public string Name { get; } = Name;

    /// <summary>The value; null until it is supplied.</summary>
    public string? Value { get; } = Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
