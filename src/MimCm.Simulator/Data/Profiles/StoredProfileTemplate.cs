namespace MimCm.Simulator;

/// <summary>A profile template of the simulator.</summary>
/// <param name="Uuid">The objectGUID of the template in Active Directory.</param>
/// <param name="Name">The display name.</param>
/// <param name="Description">Free text.</param>
/// <param name="IsSmartcard">Whether it is for smart cards; false for software profiles.</param>
/// <param name="IsVirtualSmartcard">Whether its smart cards are virtual.</param>
/// <param name="Version">The version, which a real server increases with each change of the template.</param>
/// <param name="CertificateTemplate">The common name of the certificate template of its certificates.</param>
/// <param name="CanEnroll">Whether a user can enroll for it without an administrator.</param>
public sealed record StoredProfileTemplate(
    Guid Uuid,
    string Name,
    string Description,
    bool IsSmartcard,
    bool IsVirtualSmartcard,
    int Version,
    string CertificateTemplate,
    bool CanEnroll = true);
