namespace MimCm.PowerShell.Completion;

/// <summary>What completion and prompts need of a smart card or software profile that a command wrote.</summary>
internal readonly record struct RecentResource(
    Guid Uuid,
    bool IsSmartcard,
    Guid? CardId,
    string Status,
    Guid? AssignedUserUuid,
    Guid? ProfileTemplateUuid,
    CmSession? Session)
{
    /// <summary>Whether the object can be one of this session's server. Objects of an unknown server can be.</summary>
    public bool MayBelongTo(CmSession? session) => session is null || Session is null || session.IsSameServer(Session.Uri);

    /// <summary>Copies the properties of a smart card or profile; null for another object.</summary>
    public static RecentResource? From(object item) => item switch
    {
        Smartcard card => new(card.Uuid, IsSmartcard: true, card.CardId, card.Status.ToString(), card.AssignedUserUuid, card.ProfileTemplateUuid,
            card.Source as CmSession),
        Profile profile => new(profile.Uuid, IsSmartcard: false, CardId: null, profile.Status.ToString(), profile.AssignedUserUuid,
            profile.ProfileTemplateUuid, profile.Source as CmSession),
        _ => null,
    };
}
