namespace MimCm.Http;

/// <summary>The content of an error response.</summary>
/// <param name="Text">The message; null if there is no message that can be displayed.</param>
/// <param name="CorrelationId">The correlation id, which identifies the details in the server's event log; null if the message contains none.</param>
/// <param name="IsHtml">Whether the body is an HTML page, which MIM CM does not send.</param>
internal sealed record ServerMessage(string? Text, Guid? CorrelationId, bool IsHtml);
