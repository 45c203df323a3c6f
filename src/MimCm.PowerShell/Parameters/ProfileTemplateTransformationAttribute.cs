using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Accepts profile templates as names, GUIDs, and objects of Get-CmProfileTemplate. It makes no call; the command looks up the
/// names.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ProfileTemplateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => NameOrId.Transform(inputData, nameof(ProfileTemplate.Uuid));
}
