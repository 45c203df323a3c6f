using Markdig.Syntax;

namespace MimCm.HelpWriter;

/// <summary>A heading and what is under it, up to the next of its level.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line, from 1.</param>
/// <param name="Blocks">What is under it.</param>
internal sealed record Section(string Title, int Line, List<Block> Blocks);
