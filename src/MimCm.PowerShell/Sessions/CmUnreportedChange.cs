namespace MimCm;

/// <summary>A change that a command sent but could not write to its output.</summary>
/// <param name="Uuid">The id of the request.</param>
/// <param name="Change">The change that was sent, such as Canceled.</param>
/// <param name="Outcome">The known outcome.</param>
/// <param name="Message">The error message; null if there was no error.</param>
/// <param name="IsEmitted">Whether the request was written to the pipeline shortly before the command was stopped, so that a later command
/// may have received it.</param>
public sealed record CmUnreportedChange(Guid Uuid, string Change, CmChangeOutcome Outcome, string? Message, bool IsEmitted);
