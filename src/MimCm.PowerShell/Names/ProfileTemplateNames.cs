using System.Management.Automation;

namespace MimCm.PowerShell.Names;

/// <summary>Finds profile templates by name.</summary>
internal static class ProfileTemplateNames
{
    private const int MaxCandidates = 20;

    /// <summary>Returns the templates with exactly this name, or else those that match it as a pattern, ignoring case.</summary>
    public static IReadOnlyList<ProfileTemplate> Match(IEnumerable<ProfileTemplate> templates, string name)
    {
        var all = templates.ToList();
        var exact = all.FindAll(template => template.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (exact.Count > 0 || !WildcardPattern.ContainsWildcardCharacters(name))
            return exact;

        var pattern = new WildcardPattern(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
        return all.FindAll(template => pattern.IsMatch(template.Name));
    }

    /// <summary>Creates the error for a name without a match or with several matches. The message lists the candidates.</summary>
    public static NameLookupException CreateFailure(string name, IReadOnlyList<ProfileTemplate> matches, IReadOnlyList<ProfileTemplate> all) =>
        matches.Count == 0
            ? new NameLookupException(NameLookupError.NotFound,
                Strings.ProfileTemplateNameNotFound.With(name, Join(all.Select(template => template.Name))), name)
            : new NameLookupException(
                NameLookupError.Ambiguous,
                    Strings.ProfileTemplateNameAmbiguous.With(name, Join(matches.Select(match => $"{match.Name} ({match.Uuid})"))), name);

    private static string Join(IEnumerable<string> names)
    {
        var list = names.ToList();
        return list.Count == 0 ? "-" : string.Join("; ", list.Take(MaxCandidates)) + (list.Count > MaxCandidates ? "; …" : "");
    }
}
