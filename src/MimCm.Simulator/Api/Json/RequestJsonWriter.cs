using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>Writes a request with the property names, order and spelling of Microsoft's examples, in the compact format of Json.NET (docs/api.md,
/// section 3.2).</summary>
internal static class RequestJsonWriter
{
    public static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Utf8JsonWriter json, StoredRequest request)
    {
        json.WriteStartObject();
        json.WriteString("Uuid"u8, request.Uuid);
        json.WriteNumber("RequestType"u8, request.RequestType);
        json.WriteNumber("Status"u8, request.Status);
        json.WriteNumber("Flags"u8, request.Flags);
        json.WriteStartArray("DataCollection"u8);
        foreach (var item in request.DataCollection)
        {
            json.WriteStartObject();
            json.WriteJsonNetString("Name"u8, item.Name);
            json.WriteJsonNetString("Value"u8, item.Value);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteNumber("DataCollectionFlags"u8, request.DataCollectionFlags);
        json.WriteString("OriginatorUserUuid"u8, request.OriginatorUserUuid);
        json.WriteString("TargetUserUuid"u8, request.TargetUserUuid);
        json.WriteString("Submitted"u8, request.Submitted);
        json.WriteString("Completed"u8, request.Completed ?? DateTime.MinValue);
        json.WriteString("NewProfileUuid"u8, request.NewProfileUuid);
        json.WriteString("OldProfileUuid"u8, request.OldProfileUuid);
        json.WriteString("NewSmartcardUuid"u8, request.NewSmartcardUuid);
        json.WriteString("OldSmartcardUuid"u8, request.OldSmartcardUuid);
        json.WriteNumber("Priority"u8, request.Priority);
        json.WriteJsonNetString("Comment"u8, request.Comment);
        json.WriteString("ProfileTemplateUuid"u8, request.ProfileTemplateUuid);
        json.WriteString("SecurityDescriptor"u8, request.SecurityDescriptor);
        json.WriteBoolean("IsSmartcard"u8, request.IsSmartcard);
        json.WriteBoolean("IsEnrollmentAgent"u8, request.IsEnrollmentAgent);
        json.WriteBoolean("IsDataCollectionComplete"u8, request.IsDataCollectionComplete);
        json.WriteEndObject();
    }

    /// <summary>Returns one request as the complete body.</summary>
    public static IEnumerable<BodyChunk> Object(StoredRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var json = new Utf8JsonWriter(buffer, Style);
        Write(json, request);
        json.Flush();
        return [new(buffer.WrittenMemory)];
    }

    /// <summary> Returns an array with one element in each chunk, including the bracket or comma before it. The last chunk closes the array. The
    /// memory of a chunk is reused for the next one.
    /// </summary>
    public static IEnumerable<BodyChunk> Array(IEnumerable<StoredRequest> requests)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(buffer, Style);
        var before = (byte)'[';
        foreach (var request in requests)
        {
            buffer.ResetWrittenCount();
            buffer.Write([before]);
            json.Reset();
            Write(json, request);
            json.Flush();
            yield return new(buffer.WrittenMemory, EndsElement: true);
            before = (byte)',';
        }
        yield return new(before == '[' ? "[]"u8.ToArray() : "]"u8.ToArray());
    }
}
