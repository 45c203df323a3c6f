using System.Text.Json.Serialization;
using MimCm.Wire;

namespace MimCm;

/// <summary>A request of MIM CM: what somebody asked for and how far it has come. The 21 properties of the API under their API
/// names (GETREQ; the meaning of each from C-REQM). A request is a picture of the moment it was read.</summary>
[JsonConverter(typeof(RequestJsonConverter))]
public sealed class Request
{
    /// <summary>The identifier of the request.</summary>
    public Guid Uuid { get; init; }

    /// <summary>What the request asks for.</summary>
    public RequestType RequestType { get; init; }

    /// <summary>Where the request stands.</summary>
    public RequestStatus Status { get; init; }

    /// <summary>Facts about the request.</summary>
    public RequestFlags Flags { get; init; }

    /// <summary>The data items of the request and what was answered; empty where the template asks for none.</summary>
    public IReadOnlyList<DataCollectionItem> DataCollection { get; init => field = value ?? []; } = [];

    /// <summary>Which of the data collection is done.</summary>
    public DataCollectionFlags DataCollectionFlags { get; init; }

    /// <summary>The user who made the request: the objectGUID in Active Directory.</summary>
    public Guid OriginatorUserUuid { get; init; }

    /// <summary>The user the request is for: the objectGUID in Active Directory.</summary>
    public Guid TargetUserUuid { get; init; }

    /// <summary>When the request was made, in local time.</summary>
    public DateTime Submitted { get; init; }

    /// <summary>When the request was completed, in local time; null while it is not.</summary>
    public DateTime? Completed { get; init; }

    /// <summary>The profile that the request made or works on; null when there is none.</summary>
    public Guid? NewProfileUuid { get; init; }

    /// <summary>The profile that the request replaces or works on; null when there is none.</summary>
    public Guid? OldProfileUuid { get; init; }

    /// <summary>The smart card that the request made or works on; null when there is none.</summary>
    public Guid? NewSmartcardUuid { get; init; }

    /// <summary>The smart card that the request replaces or works on; null when there is none.</summary>
    public Guid? OldSmartcardUuid { get; init; }

    /// <summary>The priority, from 0 (highest) to 255 (lowest).</summary>
    public byte Priority { get; init; }

    /// <summary>What the originator wrote; empty when nothing. Anybody who may make a request chooses this text.</summary>
    public string Comment { get; init => field = value ?? ""; } = "";

    /// <summary>The profile template the request was made by: the objectGUID of the template in Active Directory.</summary>
    public Guid ProfileTemplateUuid { get; init; }

    /// <summary>Who may do what with the request, in SDDL.</summary>
    public string SecurityDescriptor { get; init => field = value ?? ""; } = "";

    /// <summary>Whether the request is about a smart card (true) or a software profile (false).</summary>
    public bool IsSmartcard { get; init; }

    /// <summary>Whether an enrollment agent made the request for the user.</summary>
    public bool IsEnrollmentAgent { get; init; }

    /// <summary>Whether all data items have been supplied. The server says false, too, where none is wanted (GETREQ).</summary>
    public bool IsDataCollectionComplete { get; init; }

    /// <summary>The connection the request was read over, so that a change goes to the server it came from.</summary>
    [JsonIgnore]
    internal object? Source { get; init; }

    /// <summary>The id, the type and the status.</summary>
    public override string ToString() => $"{Uuid} {RequestType} {Status}";
}
