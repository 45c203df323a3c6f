using System.Text.Json.Serialization;

namespace MimCm;

/// <summary>A profile template as the server lists it (docs/api.md, section 5.1).</summary>
public sealed class ProfileTemplate
{
    /// <summary>The objectGUID of the template in Active Directory. Requests refer to the template by this id.</summary>
    public Guid Uuid { get; init; }

    /// <summary>The name; never null.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The description; empty if there is none, never null.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the template is for smart cards.</summary>
    public bool IsSmartcardProfileTemplate { get; init; }

    /// <summary>Whether the template is for virtual smart cards.</summary>
    public bool IsVirtualSmartcardProfileTemplate { get; init; }

    /// <summary>What the requests of the template issue, derived from the two properties before. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public ProfileTemplateKind Kind =>
        IsVirtualSmartcardProfileTemplate ? ProfileTemplateKind.VirtualSmartcard
        : IsSmartcardProfileTemplate ? ProfileTemplateKind.Smartcard
        : ProfileTemplateKind.Software;

    /// <summary>Returns the name.</summary>
    public override string ToString() => Name;
}
