using System.Text.Json.Serialization;
using MimCm.Json;
using MimCm.Names;

namespace MimCm;

/// <summary>A software profile of MIM CM, with the properties of the API (docs/api.md, section 5). The profile is shown as it was when it was
/// read.</summary>
public sealed class Profile
{
    [JsonConstructor]
    internal Profile(
        Guid uuid,
        ProfileStatus status,
        ProfileFlags flags,
        Guid? parentProfileUuid,
        Guid? primaryProfileUuid,
        Guid? assignedUserUuid,
        Guid? profileTemplateUuid,
        int profileTemplateVersion,
        string? comment,
        IReadOnlyList<string>? profileOperations)
    {
        Uuid = uuid;
        Status = status;
        Flags = flags;
        ParentProfileUuid = parentProfileUuid;
        PrimaryProfileUuid = primaryProfileUuid;
        AssignedUserUuid = assignedUserUuid;
        ProfileTemplateUuid = profileTemplateUuid;
        ProfileTemplateVersion = profileTemplateVersion;
        Comment = comment ?? "";
        ProfileOperations = profileOperations ?? [];
    }

    /// <summary>The identifier of the profile.</summary>
    public Guid Uuid { get; }

    /// <summary>The status of the profile.</summary>
    public ProfileStatus Status { get; }

    /// <summary>Flags that describe the profile.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>The profile that this profile was derived from; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? ParentProfileUuid { get; }

    /// <summary>The primary profile that this profile is a duplicate of; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? PrimaryProfileUuid { get; }

    /// <summary>The user that the profile belongs to: the objectGUID in Active Directory; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? AssignedUserUuid { get; }

    /// <summary>The profile template of the profile: the objectGUID in Active Directory; null if there is none.</summary>
    [JsonConverter(typeof(EmptyGuidToNullConverter))]
    public Guid? ProfileTemplateUuid { get; }

    /// <summary>The version of the profile template that the profile was issued with.</summary>
    public int ProfileTemplateVersion { get; }

    /// <summary>The comment; empty if there is none, never null.</summary>
    public string Comment { get; }

    /// <summary>The operations that the current user may request for the profile, in the server's words (renew, disable, recover); empty if there
    /// are none, never null.</summary>
    public IReadOnlyList<string> ProfileOperations { get; }

    /// <summary>The name of the user that the profile belongs to, as DOMAIN\sAMAccountName, where the session that the profile was read through knows
    /// it by now; else <see cref="AssignedUserUuid"/> as text, and null if there is no user. Reading it makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? AssignedUser => AssignedUserUuid is { } id ? Names?.FindUser(id) ?? id.ToString() : null;

    /// <summary>The name of the profile template, where the session that the profile was read through knows it by now; else
    /// <see cref="ProfileTemplateUuid"/> as text, and null if there is no template. Reading it makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? ProfileTemplate => ProfileTemplateUuid is { } id ? Names?.FindProfileTemplate(id) ?? id.ToString() : null;

    /// <summary>The request that the profile was found by; null if it was read in another way. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? RequestUuid { get; internal set; }

    /// <summary>The connection that the profile was read through.</summary>
    [JsonIgnore]
    internal object? Source { get; set; }

    private INameProvider? Names => Source as INameProvider;

    /// <summary>Returns the identifier and the status.</summary>
    public override string ToString() => $"{Uuid} {Status}";
}
