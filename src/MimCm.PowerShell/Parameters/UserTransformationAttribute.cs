using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Accepts users as names, GUIDs, and objects of Get-CmUser and Get-ADUser, whose GUIDs are in Uuid and ObjectGUID. It makes no call; the
/// command looks up the names.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserTransformationAttribute : ArgumentTransformationAttribute
{
    private const string ObjectGuid = "ObjectGUID";

    /// <summary>Whether the parameter accepts only one user.</summary>
    public bool IsSingle { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        NameOrId.Transform(inputData, nameof(User.Uuid), ObjectGuid) switch
        {
            string[] { Length: 1 } one when IsSingle => one[0],
            string[] when IsSingle => throw new ArgumentTransformationMetadataException(Strings.TargetUserSeveral),
            var users => users,
        };
}
