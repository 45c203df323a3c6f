namespace MimCm.PowerShell.Completion;

/// <summary>The properties of a smart card or software profile that completion and prompts need.</summary>
internal readonly record struct RecentResource(
    Guid Uuid,
    bool IsSmartcard,
    Guid? CardId,
    string Status,
    Guid? AssignedUserUuid,
    Guid? ProfileTemplateUuid,
    CmSession? Session)
{
    /// <summary>Returns whether the object can belong to the server of a session. This is true if the server of the object is unknown.</summary>
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
