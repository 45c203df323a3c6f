namespace MimCm.Journal;

/// <summary>Returns the same object for equal strings, so that the address of a server is held in memory only once.</summary>
internal sealed class StringPool
{
    private const int MaxCount = 1000;

    private readonly Dictionary<string, string> _strings = new(StringComparer.Ordinal);

    public string Get(string text)
    {
        if (_strings.TryGetValue(text, out var known))
            return known;

        if (_strings.Count < MaxCount)
            _strings.Add(text, text);

        return text;
    }
}
