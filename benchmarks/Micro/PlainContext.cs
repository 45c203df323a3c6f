using System.Text.Json;
using System.Text.Json.Serialization;
using MimCm.Bench;

namespace MimCm.Micro;

/// <summary>What one would write for System.Text.Json, with the code made at build time.</summary>
[JsonSerializable(typeof(PlainRequest))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class PlainContext : JsonSerializerContext;
