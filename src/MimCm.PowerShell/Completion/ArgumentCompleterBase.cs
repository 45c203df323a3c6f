using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace MimCm.PowerShell.Completion;

/// <summary>Base class of the argument completers. They use only data that the runspace already has, never call the server, and never fail.</summary>
internal abstract class ArgumentCompleterBase : IArgumentCompleter
{
    private static readonly char[] SpecialCharacters = ['$', '`', .. Quotes];

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
            // Completion must never cause an error.
            return [];
        }
    }

    /// <summary>Returns the possible values.</summary>
    /// <param name="session">The session that the command would use; null if there is none.</param>
    /// <param name="typed">The text typed so far, without quotes.</param>
    protected abstract IEnumerable<Candidate> GetCandidates(CmSession? session, string typed);

    /// <summary>Whether the candidate continues the typed text.</summary>
    protected virtual bool Matches(Candidate candidate, string typed) => candidate.Text.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    private IEnumerable<CompletionResult> Complete(string word, CommandAst? command, IDictionary? bound)
    {
        var quote = word.Length > 0 && Quotes.Contains(word[0]) ? word.Substring(0, 1) : "";
        var typed = quote.Length > 0 ? word.Trim(Quotes.ToCharArray()) : word;
        var given = command is null ? [] : GetOtherArguments(command, typed);
        var session = bound?[nameof(SessionCmdletBase.Session)];
        if (session is PSObject wrapped)
            session = wrapped.BaseObject;

        foreach (var candidate in GetCandidates(session as CmSession ?? RunspaceState.Current.Default, typed))
        {
            // Names with characters that control a terminal are not offered. The GUID can be typed instead.
            if (Matches(candidate, typed) && !given.Contains(candidate.Text) && !(candidate.IsForTyping && typed.Length == 0) &&
                UnicodeText.ReplaceUnsafeCharacters(candidate.Text) == candidate.Text)
            {
                var text = candidate.IsExpression ? candidate.Text : Quote(candidate.Text, quote);
                yield return new CompletionResult(text, candidate.Label ?? candidate.Text, CompletionResultType.ParameterValue, candidate.ToolTip);
            }
        }
    }

    /// <summary>Returns the text as an argument: in the quotes that were typed, or in quotes if it would not be a single token without
    /// them.</summary>
    private static string Quote(string text, string quote)
    {
        if (quote.Length == 0 && text.All(letter => char.IsLetterOrDigit(letter) || letter is '\\' or '/' or ':' or '.' or '_' or '-' or '@')
            && text[0] is not ('@' or '-'))
        {
            return text;
        }

        // In double quotes, PowerShell would expand variables in the text.
        return quote.Length > 0 && text.IndexOfAny(SpecialCharacters) < 0 ? quote + text + quote : $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'";
    }

    /// <summary>Returns the other arguments of the command, so that a value that is already in a list is not offered again.</summary>
    private static HashSet<string> GetOtherArguments(CommandAst command, string typed)
    {
        var words = command.FindAll(part => part is StringConstantExpressionAst, searchNestedScriptBlocks: false)
            .Select(part => ((StringConstantExpressionAst)part).Value)
            .Where(word => !word.Equals(typed, StringComparison.OrdinalIgnoreCase));
        return new HashSet<string>(words, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A possible value.</summary>
    /// <param name="Text">The text to insert.</param>
    /// <param name="ToolTip">The description.</param>
    /// <param name="Label">The text in a list of completions; null for the text to insert.</param>
    protected sealed record Candidate(string Text, string ToolTip, string? Label = null)
    {
        /// <summary>Whether the text is code, which must not be quoted.</summary>
        public bool IsExpression { get; init; }

        /// <summary>Whether the value is offered only if a part of it has been typed.</summary>
        public bool IsForTyping { get; init; }
    }
}
