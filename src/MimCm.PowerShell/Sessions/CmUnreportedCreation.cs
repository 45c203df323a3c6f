namespace MimCm;

/// <summary>A creation that a command sent and could not report in its output, and whose request is not known.</summary>
/// <param name="Type">The kind of request.</param>
/// <param name="ProfileTemplateUuid">The profile template; null for a request for a smart card.</param>
/// <param name="TargetUserUuid">The user; null for the account that creates the request, and for a request for a smart card.</param>
/// <param name="SmartcardUuid">The smart card; null for a request by profile template.</param>
/// <param name="Outcome">Unknown: the request may exist. NotChanged: it was not created.</param>
/// <param name="Message">The error message; null if there was no error.</param>
/// <param name="Candidates">The requests that may be the created one, as far as that was found out; empty if there are none.</param>
public sealed record CmUnreportedCreation(
    RequestKind Type,
    Guid? ProfileTemplateUuid,
    Guid? TargetUserUuid,
    Guid? SmartcardUuid,
    CmChangeOutcome Outcome,
    string? Message,
    IReadOnlyList<Guid> Candidates);
