namespace MimCm.Simulator.Data;

/// <summary>The smart cards and software profiles in Microsoft's documentation that do not belong to an example request.</summary>
internal static class ExampleProfiles
{
    public const string Atr = "3b8d0180fba000000397425446590301c8";

    /// <summary>The user of the example profiles.</summary>
    public static readonly Guid User = new("0378a33b-8650-4713-a727-efd233903643");

    public static readonly Guid Smartcard = new("438d1b30-f3b4-4bed-85fa-285e08605ba7");
    public static readonly Guid SmartcardId = new("d1ef6869-5517-42a0-8f05-16ca1a0b834d");

    /// <summary>The CardID of <see cref="ExampleRequests.Smartcard"/>.</summary>
    public static readonly Guid AssignedCardId = new("bc88f13f-83ba-4037-8262-46eba1291c6e");

    private static readonly StoredProfileTemplate User8 =
        new(new("8f31803f-8afc-49bb-911d-402ec264b589"), "User Certificate 2015", "", false, false, 8, "KSPusercertificate");

    private static readonly StoredProfileTemplate User9 =
        new(new("1e3a31fe-699b-4a6b-945c-18b83c985bc1"), "Signature Certificate 2015", "", false, false, 9, "KSPusercertificate");

    private static readonly string[] Recoverable = ["renew", "disable", "recover"];

    public static readonly IReadOnlyList<IssuedProfile> Profiles =
    [
        Profile("c0dd5c7d-ec35-4346-baca-3ad711e9722f", User8, Recoverable) with { ParentUuid = new("1c9e2606-fea2-4048-a6ac-b014e54c22df") },
        Profile("5ad77b40-aa42-4533-9396-c9c59fd021a8", User8, Recoverable),
        Profile("ff342953-c444-4dc7-b144-f5515d6460c6", User9, ["renew", "disable"]),
    ];

    /// <summary>The request for the example card. The list of requests does not contain it.</summary>
    public static readonly StoredRequest SmartcardRequest = ExampleRequests.Enroll with
    {
        Status = (int)RequestStatus.Completed,
        Completed = new DateTime(2015, 7, 7, 23, 30, 0, DateTimeKind.Utc),
        NewSmartcardUuid = Smartcard,
        CardId = SmartcardId,
    };

    private static IssuedProfile Profile(string id, StoredProfileTemplate template, string[] operations) =>
        new(new(id), IsSmartcard: false, IssuedProfile.ActiveProfile, new StoredRequest
        {
            Status = (int)RequestStatus.Completed,
            Completed = new DateTime(2015, 7, 14, 9, 10, 31, DateTimeKind.Utc),
            OriginatorUserUuid = User,
            TargetUserUuid = User,
            NewProfileUuid = new(id),
            ProfileTemplateUuid = template.Uuid,
        }, template)
        {
            Operations = operations,
        };
}
