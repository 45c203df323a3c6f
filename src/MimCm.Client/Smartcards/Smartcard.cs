using System.Text.Json.Serialization;
using MimCm.Json;
using MimCm.Names;

namespace MimCm;

/// <summary>A smart card of MIM CM, with the 13 properties of the API under their API names (docs/api.md, section 5). The card is shown as it was
/// when it was read.</summary>
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

    /// <summary>The serial number as the server sends it: for a Base CSP card the card identifier, a GUID in braces.</summary>
    public string SerialNumber { get; }

    /// <summary>The middleware of the card, such as MSBaseCSP.</summary>
    public string Middleware { get; }

    /// <summary>The answer-to-reset of the card, in hexadecimal digits.</summary>
    public string Atr { get; }

    /// <summary>The card identifier that <see cref="SerialNumber"/> holds; null if it is not a GUID. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? CardId => Guid.TryParse(SerialNumber, out var id) ? id : null;

    /// <summary>The name of the user that the card is assigned to, as DOMAIN\sAMAccountName, where the session that the card was read through knows
    /// it by now; else <see cref="AssignedUserUuid"/> as text, and null if there is no user. Reading it makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? AssignedUser => AssignedUserUuid is { } id ? Names?.FindUser(id) ?? id.ToString() : null;

    /// <summary>The name of the profile template, where the session that the card was read through knows it by now; else
    /// <see cref="ProfileTemplateUuid"/> as text, and null if there is no template. Reading it makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? ProfileTemplate => ProfileTemplateUuid is { } id ? Names?.FindProfileTemplate(id) ?? id.ToString() : null;

    /// <summary>The request that the card was found by; null if it was read in another way. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? RequestUuid { get; internal set; }

    /// <summary>The connection that the card was read through.</summary>
    [JsonIgnore]
    internal object? Source { get; set; }

    private INameProvider? Names => Source as INameProvider;

    /// <summary>Returns the identifier and the status.</summary>
    public override string ToString() => $"{Uuid} {Status}";
}
