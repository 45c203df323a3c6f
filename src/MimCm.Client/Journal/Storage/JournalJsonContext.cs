using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Journal.Storage;

/// <summary>The JSON serialization of a journal line, with source-generated code.</summary>
/// <remarks>The default encoder writes only ASCII. Get-Content of Windows PowerShell reads a file without a byte-order mark as ANSI text, in which
/// ASCII is the same. The file also contains no characters that control a terminal.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
