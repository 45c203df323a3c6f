using System.Text.Json;
using System.Text.Json.Serialization;

namespace MimCm.Journal.Storage;

/// <summary>The JSON of a journal line, with the code to read and write it generated at build time.</summary>
/// <remarks>The default encoder writes ASCII only. Windows PowerShell's Get-Content takes a file without a byte-order mark for ANSI
/// text, and ASCII is the same in both; and nothing in the file can steer a terminal.</remarks>
[JsonSourceGenerationOptions(JsonSerializerDefaults.General)]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
