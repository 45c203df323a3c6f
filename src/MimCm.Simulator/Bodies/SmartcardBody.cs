using MimCm.Simulator.Data;

namespace MimCm.Simulator.Bodies;

/// <summary>Smartcard.</summary>
internal sealed record SmartcardBody(
    Guid Uuid,
    int Status,
    int Flags,
    Guid ParentSmartcardUuid,
    Guid PrimarySmartcardUuid,
    Guid PermanentSmartcardUuid,
    Guid AssignedUserUuid,
    Guid ProfileTemplateUuid,
    int ProfileTemplateVersion,
    string Comment,
    string SerialNumber,
    string Middleware,
    string Atr)
{
    /// <summary>The flag of a card that is neither a duplicate nor temporary.</summary>
    private const int Primary = 1;

    public static SmartcardBody Create(IssuedProfile card) => new(
        card.Uuid,
        card.Status,
        Primary,
        card.ParentUuid,
        Guid.Empty,
        Guid.Empty,
        card.Request.TargetUserUuid,
        card.Template.Uuid,
        card.Template.Version,
        "",
        $"{card.CardId:B}",
        "MSBaseCSP",
        card.Atr);
}
