using System.Text.Json.Serialization;
using MimCm.Simulator.Data;

namespace MimCm.Simulator;

/// <summary>A request as the simulator stores it. Status and type are numbers, so that a test can store any value. In JSON they can also be
/// names.</summary>
public sealed record StoredRequest
{
    public Guid Uuid { get; init; }

    [JsonConverter(typeof(EnumNumberConverter<RequestType>))]
    public int RequestType { get; init; } = 1;

    [JsonConverter(typeof(EnumNumberConverter<RequestStatus>))]
    public int Status { get; init; } = (int)RequestStatus.Approved;

    public int Flags { get; init; }
    public IReadOnlyList<StoredItem> DataCollection { get; init; } = [];
    public int DataCollectionFlags { get; init; } = 32;
    public Guid OriginatorUserUuid { get; init; } = ExampleRequests.User;
    public Guid TargetUserUuid { get; init; } = ExampleRequests.User;
    public DateTime Submitted { get; init; } = SqlDateTime.SeededNow;

    /// <summary>The date of completion. Null is sent as 0001-01-01T00:00:00 (docs/api.md, section 1.4).</summary>
    public DateTime? Completed { get; init; }

    public Guid NewProfileUuid { get; init; }
    public Guid OldProfileUuid { get; init; }
    public Guid NewSmartcardUuid { get; init; }
    public Guid OldSmartcardUuid { get; init; }
    public byte Priority { get; init; }
    public string Comment { get; init; } = "";
    public Guid ProfileTemplateUuid { get; init; } = ExampleRequests.ProfileTemplate;

    /// <summary>The security descriptor in SDDL, with one trailing NUL for each ACE.</summary>
    public string SecurityDescriptor { get; init; } = ExampleRequests.EnrollDescriptor;

    public bool IsSmartcard { get; init; }
    public bool IsEnrollmentAgent { get; init; }
    public bool IsDataCollectionComplete { get; init; }

    /// <summary>The CardID of the new smart card, if a card was assigned to the request. Not part of the response of the server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Guid? CardId { get; init; }

    /// <summary>The answer-to-reset of the new smart card, in hexadecimal digits. Not part of the response of the server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Atr { get; init; }
}
