using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Takes users as people have them: names, GUIDs, users of Get-CmUser and of Get-ADUser, which have their GUID as Uuid and as
/// ObjectGUID. Makes no call: what is a name is looked up by the command.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserTransformationAttribute : ArgumentTransformationAttribute
{
    private const string ObjectGuid = "ObjectGUID";

    /// <summary>Whether the parameter takes one user only.</summary>
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
