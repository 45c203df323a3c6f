using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Wire;

/// <summary>What crosses the wire as JSON, with the code to read and write it made at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(StatusBody))]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(string))]
internal sealed partial class WireJsonContext : JsonSerializerContext;
