namespace MimCm.Http;

/// <summary>What the body of an error response says.</summary>
/// <param name="Text">The message; null when there is none that can be shown.</param>
/// <param name="CorrelationId">The id under which the server's event log has the details; null when the message holds none.</param>
/// <param name="IsHtml">Whether the body is an HTML page, which MIM CM does not send.</param>
internal sealed record ServerMessage(string? Text, Guid? CorrelationId, bool IsHtml);
