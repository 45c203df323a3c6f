using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MimCm.PowerShell.Completion;

/// <summary>Completes an argument from what this runspace already knows: never by a call, and never with an error.</summary>
internal abstract class ArgumentCompleterBase : IArgumentCompleter
{
    private const string Quotes = "'\"\u2018\u2019\u201a\u201b\u201c\u201d\u201e";

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        try
        {
            return [.. Complete(wordToComplete ?? "", commandAst, fakeBoundParameters)];
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            // Whoever presses Tab wants an answer or none.
            return [];
        }
    }

    /// <summary>What may stand here, whatever has been typed of it.</summary>
    /// <param name="session">The session that the command would use; null for none.</param>
    protected abstract IEnumerable<Candidate> GetCandidates(CmSession? session);

    /// <summary>Whether the candidate goes on from what was typed.</summary>
    protected virtual bool Matches(Candidate candidate, string typed) => candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<CompletionResult> Complete(string word, CommandAst? command, IDictionary? bound)
    {
        var quote = word.Length > 0 && Quotes.Contains(word[0]) ? word.Substring(0, 1) : "";
        var typed = quote.Length > 0 ? word.Trim(Quotes.ToCharArray()) : word;
        var given = command is null ? [] : GetOtherArguments(command, typed);
        var session = bound?[nameof(SessionCmdletBase.Session)];
        if (session is PSObject wrapped)
            session = wrapped.BaseObject;

        foreach (var candidate in GetCandidates(session as CmSession ?? RunspaceState.Current.Default))
        {
            if (Matches(candidate, typed) && !given.Contains(candidate.Text))
            {
                var text = candidate.IsExpression ? candidate.Text : quote + candidate.Text + quote;
                yield return new CompletionResult(text, candidate.Label ?? candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip);
            }
        }
    }

    /// <summary>What the command already has, as the other elements of a list: it is not offered again.</summary>
    private static HashSet<string> GetOtherArguments(CommandAst command, string typed)
    {
        var words = command.FindAll(part => part is StringConstantExpressionAst, searchNestedScriptBlocks: false)
            .Select(part => ((StringConstantExpressionAst)part).Value)
            .Where(word => !word.Equals(typed, StringComparison.OrdinalIgnoreCase));
        return new HashSet<string>(words, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What may be completed to.</summary>
    /// <param name="Text">What is written into the line.</param>
    /// <param name="ToolTip">What it is.</param>
    /// <param name="Label">How a list shows it, where not as its text.</param>
    protected sealed record Candidate(string Text, string ToolTip, string? Label = null)
    {
        /// <summary>Whether its text is code, which would be none in quotes.</summary>
        public bool IsExpression { get; init; }
    }
}
