namespace MimCm.Identity.Tests;

/// <summary>The head of a call, as it came.</summary>
internal sealed record EvilCall(string Head)
{
    public string Method => Head.Split(' ')[0];

    public string Target => Head.Split(' ')[1];

    /// <summary>The value of a header; null where there is none.</summary>
    public string? Header(string name) =>
        Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}
