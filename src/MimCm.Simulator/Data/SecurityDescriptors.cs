namespace MimCm.Simulator.Data;

internal static class SecurityDescriptors
{
    /// <summary>Appends one NUL for each ACE, like both of Microsoft's examples (docs/api.md, section 3.2).</summary>
    public static string Build(string owner, params string[] aces) =>
        $"O:{owner}D:{string.Concat(aces)}{new string('\0', aces.Length)}";
}
