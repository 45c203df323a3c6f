using System.Text.Json.Serialization;
using MimCm.Json;
using MimCm.Names;

namespace MimCm;

/// <summary>A smart card of MIM CM, as it was when it was read. It has the 13 properties of the API with their API names (docs/api.md, section
/// 5.5).</summary>
public sealed class Smartcard
{
    [JsonConstructor]
    internal Smartcard(
        Guid uuid,
        SmartcardStatus status,
        SmartcardFlags flags,
        Guid? parentSmartcardUuid,
        Guid? primarySmartcardUuid,
        Guid? permanentSmartcardUuid,
        Guid? assignedUserUuid,
        Guid? profileTemplateUuid,
        int profileTemplateVersion,
        string? comment,
        string? serialNumber,
        string? middleware,
        string? atr)
    {
        Uuid = uuid;
        Status = status;
        Flags = flags;
        ParentSmartcardUuid = parentSmartcardUuid;
        PrimarySmartcardUuid = primarySmartcardUuid;
        PermanentSmartcardUuid = permanentSmartcardUuid;
        AssignedUserUuid = assignedUserUuid;
        ProfileTemplateUuid = profileTemplateUuid;
        ProfileTemplateVersion = profileTemplateVersion;
        Comment = comment ?? "";
        SerialNumber = serialNumber ?? "";
        Middleware = middleware ?? "";
        Atr = atr ?? "";
    }

    /// <summary>The identifier of the card in MIM CM. A physical card gets a new one each time it is assigned to a user.</summary>
    public Guid Uuid { get; }

    /// <summary>The status of the card.</summary>
    public SmartcardStatus Status { get; }

    /// <summary>Flags that describe the card.</summary>
    public SmartcardFlags Flags { get; }

    /// <summary>The card that this card was derived from; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? ParentSmartcardUuid { get; }

    /// <summary>The primary card that this card is a duplicate of; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? PrimarySmartcardUuid { get; }

    /// <summary>The permanent card that this temporary card replaces; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? PermanentSmartcardUuid { get; }

    /// <summary>The user that the card is assigned to: the objectGUID in Active Directory; null if the card is not assigned.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? AssignedUserUuid { get; }

    /// <summary>The profile template of the card: the objectGUID in Active Directory; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? ProfileTemplateUuid { get; }

    /// <summary>The version of the profile template that the card was issued with.</summary>
    public int ProfileTemplateVersion { get; }

    /// <summary>The comment; empty if there is none, never null.</summary>
    public string Comment { get; }

    /// <summary>The serial number as the server sends it. For a Base CSP card it is the card identifier, a GUID in braces.</summary>
    public string SerialNumber { get; }

    /// <summary>The middleware of the card, such as MSBaseCSP.</summary>
    public string Middleware { get; }

    /// <summary>The answer-to-reset of the card, in hexadecimal digits.</summary>
    public string Atr { get; }

    /// <summary>The card identifier in <see cref="SerialNumber"/>; null if it is not a GUID. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? CardId => Guid.TryParse(SerialNumber, out var id) ? id : null;

    /// <summary>The name of the user that the card is assigned to, as DOMAIN\sAMAccountName, if the session that read the card knows it; otherwise
    /// <see cref="AssignedUserUuid"/> as text, and null if there is no user. Reading this property makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? AssignedUser => KnownNames.OfUser(Source, AssignedUserUuid);

    /// <summary>The name of the profile template, if the session that read the card knows it; otherwise <see cref="ProfileTemplateUuid"/> as text,
    /// and null if there is no template. Reading this property makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? ProfileTemplate => KnownNames.OfProfileTemplate(Source, ProfileTemplateUuid);

    /// <summary>The request whose card this is; null if the card was not read by a request. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? RequestUuid { get; internal set; }

    /// <summary>The connection that read the card.</summary>
    [JsonIgnore]
    internal object? Source { get; set; }

    /// <summary>Returns the identifier and the status.</summary>
    public override string ToString() => $"{Uuid} {Status}";
}
