namespace MimCm.Simulator.Bodies;

/// <summary> A workflow policy. The property names are from Microsoft's table. The values are invented, because Microsoft published no example
/// (docs/api.md, section 5.2).
/// </summary>
internal sealed record PolicyBody(
    int ApprovalsNeeded,
    SecurityDescriptorBody AuthorizedApprover,
    SecurityDescriptorBody AuthorizedEnrollmentAgent,
    SecurityDescriptorBody AuthorizedInitiator,
    bool CollectComments,
    bool CollectRequestPriority,
    byte DefaultRequestPriority,
    IReadOnlyList<string> Documents,
    bool Enabled,
    bool EnrollAgentRequired,
    object? OneTimePasswordPolicy,
    object? Personalization,
    IReadOnlyList<PolicyItemBody> PolicyDataCollection,
    bool SelfServiceEnabled);
