using Markdig.Syntax;

namespace MimCm.HelpWriter;

/// <summary>A heading and the blocks under it, up to the next heading of its level.</summary>
/// <param name="Title">The text of the heading.</param>
/// <param name="Line">The line of the heading, starting at 1.</param>
/// <param name="Blocks">The blocks under the heading.</param>
internal sealed record Section(string Title, int Line, List<Block> Blocks);
