using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MimCm.PowerShell.Parameters;

/// <summary>Determines whether a parameter got its value from $PSDefaultParameterValues. PowerShell binds such a value in every parameter set that
/// has the parameter, and a cmdlet cannot see that it was not specified in the call.</summary>
internal static class DefaultParameterValues
{
    private const string Variable = "PSDefaultParameterValues";

    /// <summary>Returns whether the bound value of a parameter is a default value.</summary>
    public static bool Supplies(PSCmdlet cmdlet, string parameter, object? value)
    {
        if (UserInput.Unwrap(cmdlet.GetVariableValue(Variable)) is not IDictionary { Count: > 0 } defaults)
            return false;

        // The parameter was specified in the call.
        var call = cmdlet.MyInvocation.Line ?? "";
        if (Enumerable.Range(1, parameter.Length).Any(
            length => Regex.IsMatch(call, $@"(?<![\w-])-{parameter.Substring(0, length)}(?![\w-])", RegexOptions.IgnoreCase)))
        {
            return false;
        }

        foreach (DictionaryEntry entry in defaults)
        {
            if (Matches(entry.Key.ToString() ?? "", cmdlet.MyInvocation, parameter) && IsSame(value, entry.Value))
                return true;
        }

        return false;
    }

    /// <summary>Returns whether a key such as Get-Cm*:Status matches the command and the parameter.</summary>
    private static bool Matches(string key, InvocationInfo call, string parameter)
    {
        var colon = key.LastIndexOf(':');
        if (colon < 0)
            return false;

        var command = Pattern(key.Substring(0, colon));
        return Pattern(key.Substring(colon + 1)).IsMatch(parameter) && (command.IsMatch(call.MyCommand.Name) || command.IsMatch(call.InvocationName));
    }

    private static WildcardPattern Pattern(string text) => new(text.Trim().Trim('"', '\''), WildcardOptions.IgnoreCase);

    private static bool IsSame(object? bound, object? value)
    {
        var (one, other) = (UserInput.Unwrap(bound), UserInput.Unwrap(value));
        return ReferenceEquals(one, other) || other is ScriptBlock
            || ToTexts(one).SequenceEqual(ToTexts(other), StringComparer.OrdinalIgnoreCase)
            || (one is not null && LanguagePrimitives.TryConvertTo(other, one.GetType(), out var converted) && one.Equals(converted));
    }

    private static IEnumerable<string> ToTexts(object? value) => UserInput.Unwrap(value) switch
    {
        null => [],
        string text => text.Split(',').Select(part => part.Trim()),
        IEnumerable list => list.Cast<object?>().SelectMany(ToTexts),
        var single => [single.ToString() ?? ""],
    };
}
