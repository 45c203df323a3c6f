namespace MimCm.HelpWriter.Model;

/// <summary>A parameter as the syntax shows it.</summary>
/// <param name="Name">The name, without the dash.</param>
/// <param name="IsPositional">Whether the name is optional.</param>
/// <param name="IsRequired">Whether the parameter is mandatory.</param>
/// <param name="Value">The type of its value, such as guid[]; null for a switch.</param>
internal sealed record SyntaxParameter(string Name, bool IsPositional, bool IsRequired, string? Value);
