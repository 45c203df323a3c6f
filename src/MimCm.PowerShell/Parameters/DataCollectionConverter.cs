using System.Collections;
using System.Globalization;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts a dictionary to the items of a data collection, in the same order.</summary>
internal static class DataCollectionConverter
{
    /// <summary>Converts a dictionary; null becomes an empty list.</summary>
    /// <param name="items">The dictionary.</param>
    /// <param name="refuse">Ends the command with a message.</param>
    public static IReadOnlyList<KeyValuePair<string, string?>> Convert(IDictionary? items, Action<string> refuse)
    {
        var converted = new List<KeyValuePair<string, string?>>();
        foreach (DictionaryEntry item in items ?? new Hashtable())
        {
            var name = System.Convert.ToString(item.Key, CultureInfo.InvariantCulture)?.Trim() ?? "";
            if (name.Length == 0)
                refuse(Strings.DataItemWithoutName);

            // A list or object would be sent as the name of its type.
            var value = UserInput.Unwrap(item.Value);
            if (value is not (null or string or IFormattable or bool))
                refuse(Strings.DataItemNoText.With(UserInput.Sanitize(name)));

            converted.Add(new(name, value is null ? null : System.Convert.ToString(value, CultureInfo.InvariantCulture)));
        }

        return converted;
    }
}
