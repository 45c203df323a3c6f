using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>The body of a status change (PUTREQ).</summary>
internal sealed record StatusChangeBody([property: JsonPropertyName("status")] string Status);
