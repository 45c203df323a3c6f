using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>The body of a status change (docs/api.md, section 3.3).</summary>
internal sealed record StatusChangeBody([property: JsonPropertyName("status")] string Status);
