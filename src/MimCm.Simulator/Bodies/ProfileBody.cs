using MimCm.Simulator.Data;

namespace MimCm.Simulator.Bodies;

/// <summary>Profile, with the operations that the REST API adds (docs/api.md, section 5.3).</summary>
internal sealed record ProfileBody(
    Guid Uuid,
    int Status,
    int Flags,
    Guid ParentProfileUuid,
    Guid PrimaryProfileUuid,
    Guid AssignedUserUuid,
    Guid ProfileTemplateUuid,
    int ProfileTemplateVersion,
    string Comment,
    IReadOnlyList<string> ProfileOperations)
{
    private const int Primary = 1;

    public static ProfileBody Create(IssuedProfile profile) => new(
        profile.Uuid,
        profile.Status,
        Primary,
        profile.ParentUuid,
        Guid.Empty,
        profile.Request.TargetUserUuid,
        profile.Template.Uuid,
        profile.Template.Version,
        "",
        profile.Operations);
}
