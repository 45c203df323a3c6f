namespace MimCm;

/// <summary>One item of information that a profile template asks for when a request is made.</summary>
/// <param name="Name">What is asked, as the template names it.</param>
/// <param name="Value">What was answered; null until it was (GETREQ).</param>
public sealed record DataCollectionItem(string Name, string? Value)
{
    /// <summary>What is asked, as the template names it.</summary>
    public string Name { get; } = Name;

    /// <summary>What was answered; null until it was.</summary>
    public string? Value { get; } = Value;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
