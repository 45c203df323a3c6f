using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Json;

/// <summary>The JSON serialization of the API, with source-generated code.</summary>
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
