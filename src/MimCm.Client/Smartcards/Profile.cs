using System.Text.Json.Serialization;
using MimCm.Json;
using MimCm.Names;

namespace MimCm;

/// <summary>A software profile of MIM CM, as it was when it was read. It has the properties of the API (docs/api.md, section 5.3).</summary>
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

    /// <summary>The operations that the current user can request for the profile, with the names that the server sends (renew, disable, recover);
    /// empty if there are none, never null.</summary>
    public IReadOnlyList<string> ProfileOperations { get; }

    /// <summary>The name of the user that the profile belongs to, as DOMAIN\sAMAccountName, if the session that read the profile knows it; otherwise
    /// <see cref="AssignedUserUuid"/> as text, and null if there is no user. Reading this property makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? AssignedUser => KnownNames.OfUser(Source, AssignedUserUuid);

    /// <summary>The name of the profile template, if the session that read the profile knows it; otherwise <see cref="ProfileTemplateUuid"/> as text,
    /// and null if there is no template. Reading this property makes no call. Not part of the API.</summary>
    [JsonIgnore]
    public string? ProfileTemplate => KnownNames.OfProfileTemplate(Source, ProfileTemplateUuid);

    /// <summary>The request whose profile this is; null if the profile was not read by a request. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? RequestUuid { get; internal set; }

    /// <summary>The connection that read the profile.</summary>
    [JsonIgnore]
    internal object? Source { get; set; }

    /// <summary>Returns the identifier and the status.</summary>
    public override string ToString() => $"{Uuid} {Status}";
}
