using System.Text.Json.Serialization;
using MimCm.Names;
using MimCm.Statistics;

namespace MimCm;

/// <summary>A request of MIM CM, as it was when it was read. It has the 21 properties of the API under their API names
/// (docs/api.md, section 3.2).</summary>
[JsonConverter(typeof(RequestJsonConverter))]
public sealed class Request
{
    /// <summary>Only the client makes requests: a row of a table with some of these properties is not one.</summary>
    internal Request()
    {
    }

    /// <summary>The identifier of the request; never all-zero in one that was read.</summary>
    public Guid Uuid { get; internal init; }

    /// <summary>The type of the request.</summary>
    public RequestType RequestType { get; internal init; }

    /// <summary>The status of the request.</summary>
    public RequestStatus Status { get; internal init; }

    /// <summary>Flags that describe the request: whether it is about a smart card, and whether an enrollment agent made it (docs/api.md,
    /// section 4.3).</summary>
    public RequestFlags Flags { get; internal init; }

    /// <summary>The items of information that the profile template collects for the request, with their values; empty if there are none,
    /// never null.</summary>
    public IReadOnlyList<DataCollectionItem> DataCollection { get; internal init => field = DataItemCollection.Of(value); } = DataItemCollection.None;

    /// <summary>Who has supplied the data items: the certificate manager, the subscriber (docs/api.md, section 4.4).</summary>
    public DataCollectionFlags DataCollectionFlags { get; internal init; }

    /// <summary>The originator, who made the request: the objectGUID of the user in Active Directory.</summary>
    public Guid OriginatorUserUuid { get; internal init; }

    /// <summary>The target, whom the request is for: the objectGUID of the user in Active Directory.</summary>
    public Guid TargetUserUuid { get; internal init; }

    /// <summary>When the request was submitted, in local time (UTC on the wire); the kind is local, so that it compares with
    /// <c>DateTime.Now</c> in every time zone.</summary>
    public DateTime? Submitted { get; internal init; }

    /// <summary>When the request was completed, in local time (UTC on the wire); null while it is not, which the server writes as
    /// 0001-01-01. Whether one that failed or was canceled has it is not documented.</summary>
    public DateTime? Completed { get; internal init; }

    /// <summary>The new profile: the one that the request made or works on. Null while there is none, which the server writes as the
    /// all-zero id. An enroll request gets it when it is executed.</summary>
    public Guid? NewProfileUuid { get; internal init; }

    /// <summary>The old profile: the one that the request replaces or works on; null where there is none, as when enrolling.</summary>
    public Guid? OldProfileUuid { get; internal init; }

    /// <summary>The new smart card: the one that the request issued or works on; null while there is none, and for a software
    /// profile.</summary>
    public Guid? NewSmartcardUuid { get; internal init; }

    /// <summary>The old smart card: the one that the request replaces or works on; null where there is none.</summary>
    public Guid? OldSmartcardUuid { get; internal init; }

    /// <summary>The priority, from 0 (highest, and what a template proposes) to 255 (lowest).</summary>
    public byte Priority { get; internal init; }

    /// <summary>The comment that the originator wrote; empty when none, never null. The text is chosen by whoever created the request.</summary>
    public string Comment { get; internal init => field = value ?? ""; } = "";

    /// <summary>The profile template that the request follows: the objectGUID of the template under CN=Profile Templates,CN=Public Key
    /// Services in the configuration partition of Active Directory.</summary>
    public Guid ProfileTemplateUuid { get; internal init; }

    /// <summary>The security descriptor, in SDDL: who owns the request and who has which permissions on it. The NUL characters that the
    /// server adds at its end are removed.</summary>
    public string SecurityDescriptor { get; internal init => field = value ?? ""; } = "";

    /// <summary>Whether the request is about a smart card (true) or a software profile (false).</summary>
    public bool IsSmartcard { get; internal init; }

    /// <summary>Whether an enrollment agent made the request for the user.</summary>
    public bool IsEnrollmentAgent { get; internal init; }

    /// <summary>Whether all data items have been supplied. False also if the template collects none.</summary>
    public bool IsDataCollectionComplete { get; internal init; }

    /// <summary>Whether the request is still in progress: Pending, Approved or Executing. Not of the API, and so not in its JSON; a
    /// status that is not known is neither open nor final.</summary>
    [JsonIgnore]
    public bool IsOpen => Status.IsOpen();

    /// <summary>Whether the status is final: Completed, Failed, Canceled or Denied. Not of the API, and so not in its
    /// JSON.</summary>
    [JsonIgnore]
    public bool IsFinal => Status.IsFinal();

    /// <summary>The time since the request was submitted, by the clock of this computer, whether it is still open or not; never
    /// negative, and null if the date of submission is unknown. A number that is compared with it means days. Not of the
    /// API, and so not in its JSON.</summary>
    [JsonIgnore]
    public Duration? Age => RequestDates.SubmittedUtc(this) is { } submitted ? RequestDates.Age(submitted, DateTime.UtcNow) : null;

    /// <summary><see cref="Age"/> as a number of days, cut off after two decimals; null where there is no age. Not of the API, and so not in
    /// its JSON.</summary>
    [JsonIgnore]
    public double? AgeDays => Age is { } age ? Math.Floor(age.TotalDays * 100) / 100 : null;

    /// <summary>The same as <see cref="RequestType"/>, under the name of the parameter that filters by it. Not of the API, and so not in its
    /// JSON.</summary>
    [JsonIgnore]
    public RequestType Type => RequestType;

    /// <summary>The name of the target user, as DOMAIN\sAMAccountName, where the session that the request was read through knows it by now;
    /// else <see cref="TargetUserUuid"/> as text. Reading it makes no call. Not of the API, and so not in its JSON.</summary>
    [JsonIgnore]
    public string TargetUser => Names?.FindUser(TargetUserUuid) ?? TargetUserUuid.ToString();

    /// <summary>The name of the originator, as <see cref="TargetUser"/> is of the target; else <see cref="OriginatorUserUuid"/> as text.</summary>
    [JsonIgnore]
    public string Originator => Names?.FindUser(OriginatorUserUuid) ?? OriginatorUserUuid.ToString();

    /// <summary>The name of the profile template, where the session that the request was read through knows it by now; else
    /// <see cref="ProfileTemplateUuid"/> as text. Reading it makes no call. Not of the API, and so not in its JSON.</summary>
    [JsonIgnore]
    public string ProfileTemplate => Names?.FindProfileTemplate(ProfileTemplateUuid) ?? ProfileTemplateUuid.ToString();

    /// <summary>The connection the request was read over, so that a change goes to the server it came from.</summary>
    [JsonIgnore]
    internal object? Source { get; init; }

    private INameProvider? Names => Source as INameProvider;

    /// <summary>The list that the request is part of; null when it was read by its id.</summary>
    [JsonIgnore]
    internal RequestList? List { get; set; }

    /// <summary>The id, the type and the status.</summary>
    public override string ToString() => $"{Uuid} {RequestType} {Status}";
}
