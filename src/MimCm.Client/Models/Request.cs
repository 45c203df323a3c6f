using System.Text.Json.Serialization;
using MimCm.Names;
using MimCm.Statistics;

namespace MimCm;

/// <summary>A request of MIM CM, as it was when it was read. It has the 21 properties of the API with their API names (docs/api.md, section
/// 3.2).</summary>
[JsonConverter(typeof(RequestJsonConverter))]
public sealed class Request
{
    /// <summary>Only the client creates Request objects, so that an object with some of the same properties is not converted to one.</summary>
    internal Request()
    {
    }

    /// <summary>The identifier of the request; never all-zero.</summary>
    public Guid Uuid { get; internal init; }

    /// <summary>The type of the request.</summary>
    public RequestType RequestType { get; internal init; }

    /// <summary>The status of the request.</summary>
    public RequestStatus Status { get; internal init; }

    /// <summary>Flags of the request: whether it is about a smart card, and whether an enrollment agent created it (docs/api.md, section
    /// 4.3).</summary>
    public RequestFlags Flags { get; internal init; }

    /// <summary>The data items that the profile template collects for the request, with their values; empty if there are none, never null.</summary>
    public IReadOnlyList<DataCollectionItem> DataCollection { get; internal init => field = DataItemCollection.Of(value); } = DataItemCollection.None;

    /// <summary>Who supplied the data items: the certificate manager or the subscriber (docs/api.md, section 4.4).</summary>
    public DataCollectionFlags DataCollectionFlags { get; internal init; }

    /// <summary>The originator, who created the request: the objectGUID of the user in Active Directory.</summary>
    public Guid OriginatorUserUuid { get; internal init; }

    /// <summary>The target user, whom the request is for: the objectGUID of the user in Active Directory.</summary>
    public Guid TargetUserUuid { get; internal init; }

    /// <summary>The date and time at which the request was submitted, in local time (the API sends UTC). The kind is Local, so that it can be
    /// compared with <c>DateTime.Now</c> in every time zone.</summary>
    public DateTime? Submitted { get; internal init; }

    /// <summary>The date and time at which the request was completed, in local time (the API sends UTC); null if it is not completed, for which the
    /// server sends 0001-01-01. Whether a failed or canceled request has this date is unknown (docs/api.md, section 3.2).</summary>
    public DateTime? Completed { get; internal init; }

    /// <summary>The new profile, which the request issued or changes; null if there is none, for which the server sends the all-zero id. An Enroll
    /// request gets it when it is executed.</summary>
    public Guid? NewProfileUuid { get; internal init; }

    /// <summary>The old profile, which the request replaces or changes; null if there is none, as in an Enroll request.</summary>
    public Guid? OldProfileUuid { get; internal init; }

    /// <summary>The new smart card, which the request issued or changes; null if there is none, and for a software profile.</summary>
    public Guid? NewSmartcardUuid { get; internal init; }

    /// <summary>The old smart card, which the request replaces or changes; null if there is none.</summary>
    public Guid? OldSmartcardUuid { get; internal init; }

    /// <summary>The priority, from 0 (highest) to 255 (lowest).</summary>
    public byte Priority { get; internal init; }

    /// <summary>The comment of the originator; empty if there is none, never null. The originator chose this text, so treat it as untrusted
    /// input.</summary>
    public string Comment { get; internal init => field = value ?? ""; } = "";

    /// <summary>The profile template of the request: the objectGUID of the template in Active Directory, under CN=Profile Templates,CN=Public Key
    /// Services in the configuration partition.</summary>
    public Guid ProfileTemplateUuid { get; internal init; }

    /// <summary>The security descriptor in SDDL: the owner and the permissions of the request. The trailing NUL characters that the server sends are
    /// removed.</summary>
    public string SecurityDescriptor { get; internal init => field = value ?? ""; } = "";

    /// <summary>Whether the request is about a smart card (true) or a software profile (false).</summary>
    public bool IsSmartcard { get; internal init; }

    /// <summary>Whether an enrollment agent created the request for the user.</summary>
    public bool IsEnrollmentAgent { get; internal init; }

    /// <summary>Whether all data items have been supplied. Also false if the template collects none.</summary>
    public bool IsDataCollectionComplete { get; internal init; }

    /// <summary>Whether the request is still in progress: Pending, Approved or Executing. A status without a name is neither open nor final. Not part
    /// of the API or its JSON.</summary>
    [JsonIgnore]
    public bool IsOpen => Status.IsOpen();

    /// <summary>Whether the status is final: Completed, Failed, Canceled or Denied. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public bool IsFinal => Status.IsFinal();

    /// <summary>The time since the request was submitted, by the clock of this computer, for open and final requests; never negative, and null if the
    /// date of submission is unknown. A number that is compared with it means days. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public Duration? Age => RequestDates.SubmittedUtc(this) is { } submitted ? RequestDates.Age(submitted, DateTime.UtcNow) : null;

    /// <summary><see cref="Age"/> in days, truncated to two decimals; null if the age is unknown. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public double? AgeDays => Age is { } age ? Math.Floor(age.TotalDays * 100) / 100 : null;

    /// <summary>The same as <see cref="RequestType"/>, with the name of the parameter that filters by it. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public RequestType Type => RequestType;

    /// <summary>The name of the target user, as DOMAIN\sAMAccountName, if the session that read the request knows it; otherwise
    /// <see cref="TargetUserUuid"/> as text. Reading this property makes no call. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public string TargetUser => KnownNames.OfUser(Source, TargetUserUuid);

    /// <summary>The name of the originator, in the form of <see cref="TargetUser"/>; otherwise <see cref="OriginatorUserUuid"/> as text.</summary>
    [JsonIgnore]
    public string Originator => KnownNames.OfUser(Source, OriginatorUserUuid);

    /// <summary>The name of the profile template, if the session that read the request knows it; otherwise <see cref="ProfileTemplateUuid"/> as text.
    /// Reading this property makes no call. Not part of the API or its JSON.</summary>
    [JsonIgnore]
    public string ProfileTemplate => KnownNames.OfProfileTemplate(Source, ProfileTemplateUuid);

    /// <summary>The connection that read the request, so that a change is sent to the same server.</summary>
    [JsonIgnore]
    internal object? Source { get; init; }

    /// <summary>The list that contains the request; null if the request was read by its id.</summary>
    [JsonIgnore]
    internal RequestList? List { get; set; }

    /// <summary>Returns the id, the type and the status.</summary>
    public override string ToString() => $"{Uuid} {RequestType} {Status}";
}
