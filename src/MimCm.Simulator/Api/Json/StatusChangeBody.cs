using System.Text.Json;

namespace MimCm.Simulator.Api;

/// <summary>Reads the body of PUT requests/{id}: {"status":"Completed"}.</summary>
internal static class StatusChangeBody
{
    public static StatusChange? Read(ReadOnlyMemory<byte> body)
    {
        if (JsonBodyReader.Read(body) is not { } values || !values.TryGetValue("status", out var status) || status.ValueKind != JsonValueKind.String)
            return null;
        return status.GetString()!.ToUpperInvariant() switch
        {
            "COMPLETED" => StatusChange.Completed,
            "CANCELED" => StatusChange.Canceled,
            "ABANDONED" => StatusChange.Abandoned,
            _ => null,
        };
    }
}
