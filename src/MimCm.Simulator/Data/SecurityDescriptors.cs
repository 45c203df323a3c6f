namespace MimCm.Simulator.Data;

internal static class SecurityDescriptors
{
    /// <summary>The product appends one NUL for each ACE; both of Microsoft's examples show it.</summary>
    public static string Build(string owner, params string[] aces) =>
        $"O:{owner}D:{string.Concat(aces)}{new string('\0', aces.Length)}";
}
