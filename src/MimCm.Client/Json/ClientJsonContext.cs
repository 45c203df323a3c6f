using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>What crosses the wire as JSON, with the code to read and write it made at build time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General, PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(Request))]
[JsonSerializable(typeof(StatusChangeBody))]
[JsonSerializable(typeof(HttpErrorBody))]
[JsonSerializable(typeof(Smartcard))]
[JsonSerializable(typeof(Profile))]
[JsonSerializable(typeof(Certificate))]
[JsonSerializable(typeof(ProfileTemplate))]
[JsonSerializable(typeof(string))]
internal sealed partial class ClientJsonContext : JsonSerializerContext;
