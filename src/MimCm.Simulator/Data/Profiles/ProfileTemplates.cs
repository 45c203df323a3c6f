using System.Globalization;

namespace MimCm.Simulator.Data;

/// <summary>The profile templates: Microsoft's two examples, the templates of the generated requests, and those of explicit requests.</summary>
internal static class ProfileTemplates
{
    private const string ExampleDescription = "Description of the template goes here";

    private static readonly StoredProfileTemplate[] Examples =
    [
        new(new("12bd5120-86a2-4ee1-8d05-131066871578"), "FIM CM Sample Profile Template", ExampleDescription, false, false, 1, "User"),
        new(new("2b7044cf-aa96-4911-b886-177947e9271b"), "FIM CM Sample Smart Card Logon Profile Template", ExampleDescription, true, false, 1,
            "SmartcardLogon"),
    ];

    /// <param name="generated">The templates of the request generator, in its order: three for smart cards, then two for software.</param>
    /// <param name="requests">Explicit requests. If a template occurs only in them, its name is its GUID.</param>
    public static StoredProfileTemplate[] Create(Guid[] generated, IEnumerable<StoredRequest> requests)
    {
        List<StoredProfileTemplate> templates =
        [
            .. Examples,
            new(generated[0], "Contoso Virtual Smart Card", "Virtual smart cards on the TPM of managed computers", true, true, 46,
                "ContosoVirtualSmartCardLimitedRelease-KSP"),
            new(generated[1], "Smart Card Logon", "Employee badges with a logon certificate", true, false, 12, "ContosoSmartCardLogon"),
            new(generated[2], "Administrator Smart Card", "Second card of a Tier 0 administrator; issued by the security team", true, false, 5,
                "ContosoAdministratorLogon", CanEnroll: false),
            new(generated[3], "User Certificate", "Encryption and signature for e-mail", false, false, 8, "KSPusercertificate"),
            new(generated[4], "VPN Certificate", "Client authentication for remote access", false, false, 9, "ContosoVpnUser"),
        ];
        foreach (var group in requests.GroupBy(request => request.ProfileTemplateUuid))
        {
            if (group.Key != Guid.Empty && templates.All(template => template.Uuid != group.Key))
                templates.Add(Unnamed(group.Key, group.Any(request => request.IsSmartcard)));
        }
        return [.. templates];
    }

    /// <summary>Returns a template that is not in the list, for example because a request was created with it.</summary>
    public static StoredProfileTemplate Unnamed(Guid id, bool isSmartcard) =>
        new(id, string.Create(CultureInfo.InvariantCulture, $"Profile Template {id.ToString()[..8]}"), "", isSmartcard, false, 1,
            "Contoso" + id.ToString()[..8]);
}
