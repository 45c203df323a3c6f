using System.Text.Json.Serialization;

namespace MimCm.Journal.Storage;

/// <summary>One line of a journal. The order of the properties is their order in the file.</summary>
internal sealed class JournalLine
{
    /// <summary>The version of the schema that this code writes. A higher version is not read.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyName("version")]
    public int Version { get; set; }

    /// <summary>UTC.</summary>
    [JsonPropertyName("time")]
    public DateTime Time { get; set; }

    [JsonPropertyName("event")]
    public string? Event { get; set; }

    [JsonPropertyName("run")]
    public Guid Run { get; set; }

    /// <summary>The number of the call in its run, which is the same in all lines of one call.</summary>
    [JsonPropertyName("call")]
    public long Call { get; set; }

    [JsonPropertyName("id")]
    public Guid? Id { get; set; }

    [JsonPropertyName("change")]
    public string? Change { get; set; }

    [JsonPropertyName("server")]
    public string? Server { get; set; }

    [JsonPropertyName("user")]
    public string? User { get; set; }

    [JsonPropertyName("host")]
    public string? Host { get; set; }

    [JsonPropertyName("process")]
    public int Process { get; set; }

    [JsonPropertyName("reason")]
    public string? Reason { get; set; }

    [JsonPropertyName("type"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Type { get; set; }

    [JsonPropertyName("template"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Template { get; set; }

    [JsonPropertyName("target"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Target { get; set; }

    [JsonPropertyName("smartcard"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? Smartcard { get; set; }

    [JsonPropertyName("statusBefore"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? StatusBefore { get; set; }

    [JsonPropertyName("status"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Status { get; set; }

    [JsonPropertyName("httpStatus"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? HttpStatus { get; set; }

    [JsonPropertyName("error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; set; }

    [JsonPropertyName("message"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; set; }

    [JsonPropertyName("correlationId"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? CorrelationId { get; set; }

    [JsonPropertyName("milliseconds"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Milliseconds { get; set; }
}
