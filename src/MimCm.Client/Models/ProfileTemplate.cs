using System.Text.Json.Serialization;

namespace MimCm;

/// <summary>A profile template as the server lists it (docs/api.md, profiletemplates).</summary>
public sealed class ProfileTemplate
{
    /// <summary>The objectGUID of the template in Active Directory, by which requests name it.</summary>
    public Guid Uuid { get; init; }

    /// <summary>The name; never null.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>The description; empty when there is none, never null.</summary>
    public string Description { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is for smart cards.</summary>
    public bool IsSmartcardProfileTemplate { get; init; }

    /// <summary>Whether it is for virtual smart cards.</summary>
    public bool IsVirtualSmartcardProfileTemplate { get; init; }

    /// <summary>What its requests are about, from the two properties before. Not of the API, and so not in its JSON.</summary>
    [JsonIgnore]
    public ProfileTemplateKind Kind =>
        IsVirtualSmartcardProfileTemplate ? ProfileTemplateKind.VirtualSmartcard
        : IsSmartcardProfileTemplate ? ProfileTemplateKind.Smartcard
        : ProfileTemplateKind.Software;

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
