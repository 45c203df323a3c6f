namespace MimCm.HelpWriter.Model;

/// <summary>One parameter set.</summary>
internal sealed record Syntax(string Set, IReadOnlyList<SyntaxParameter> Parameters);
