namespace MimCm;

/// <summary>One item of information that a profile template asks for when a request is made.</summary>
/// <param name="Name">What is asked, as the template names it.</param>
/// <param name="Value">What was answered; null until it was (GETREQ).</param>
public sealed record DataCollectionItem(string Name, string? Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}={Value}";
}
