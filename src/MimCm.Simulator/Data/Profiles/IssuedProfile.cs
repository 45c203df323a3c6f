namespace MimCm.Simulator.Data;

/// <summary>A smart card or software profile, derived from the requests about it.</summary>
/// <param name="Uuid">The id of the smart card or of the software profile.</param>
/// <param name="IsSmartcard">Whether it is a smart card.</param>
/// <param name="Status">The number of the server's SmartcardStatus or ProfileStatus.</param>
/// <param name="Request">The last request about it.</param>
/// <param name="Template">The profile template that it was issued from.</param>
internal sealed record IssuedProfile(Guid Uuid, bool IsSmartcard, int Status, StoredRequest Request, StoredProfileTemplate Template)
{
    public const int New = 1;
    public const int Assigned = 2;
    public const int Active = 3;
    public const int Disabled = 4;
    public const int Retired = 6;

    /// <summary>ProfileStatus has no Assigned, so its numbers from Active are one lower than those of SmartcardStatus (docs/api.md, section
    /// 4.5).</summary>
    public const int ActiveProfile = 2;
    public const int DisabledProfile = 3;
    public const int RetiredProfile = 5;

    /// <summary>The CardID, which is stored on the card itself; null for a software profile.</summary>
    public Guid? CardId { get; init; }

    public string Atr { get; init; } = ExampleProfiles.Atr;

    public Guid ParentUuid { get; init; }

    public bool IsActive => Status == (IsSmartcard ? Active : ActiveProfile);

    /// <summary>The operations that the current user can request, in the order of Microsoft's examples.</summary>
    public IReadOnlyList<string> Operations { get; init; } = [];
}
