namespace MimCm;

/// <summary>A creation that a command sent but could not write to its output, and whose request is unknown.</summary>
/// <param name="Type">The kind of request.</param>
/// <param name="ProfileTemplateUuid">The profile template; null for a request for a smart card.</param>
/// <param name="TargetUserUuid">The user; null for the account that creates the request, and for a request for a smart card.</param>
/// <param name="SmartcardUuid">The smart card; null for a request by profile template.</param>
/// <param name="Outcome">Unknown if the request may exist; NotChanged if it was not created.</param>
/// <param name="Message">The error message; null if there was no error.</param>
/// <param name="Candidates">The ids of the requests that may be the created one, if any were found; otherwise empty.</param>
public sealed record CmUnreportedCreation(
    RequestKind Type,
    Guid? ProfileTemplateUuid,
    Guid? TargetUserUuid,
    Guid? SmartcardUuid,
    CmChangeOutcome Outcome,
    string? Message,
    IReadOnlyList<Guid> Candidates);
