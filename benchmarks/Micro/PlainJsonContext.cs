using System.Text.Json;
using System.Text.Json.Serialization;
using MimCm.Bench;

namespace MimCm.Micro;

/// <summary>Source-generated serialization of the plain request.</summary>
[JsonSerializable(typeof(PlainRequest))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PlainJsonContext : JsonSerializerContext;
