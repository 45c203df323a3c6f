namespace MimCm.Simulator.Bodies;

/// <summary>
/// A workflow policy. The names are those of Microsoft's table; the values are invented, because Microsoft published no body
/// (docs/api.md, section 2).
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
