namespace MimCm.HelpWriter.Model;

/// <summary>One example: title, introduction, code and remarks.</summary>
internal sealed record Example(string Title, IReadOnlyList<string> Introduction, string Code, IReadOnlyList<string> Remarks);
