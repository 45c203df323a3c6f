using System.Text.Json.Serialization;

namespace MimCm.Wire;

/// <summary>The body of a status change (PUTREQ).</summary>
internal sealed record StatusBody([property: JsonPropertyName("status")] string Status);
