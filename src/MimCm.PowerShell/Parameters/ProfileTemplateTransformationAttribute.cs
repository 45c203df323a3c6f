using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Takes profile templates as people have them: names, GUIDs, and templates of Get-CmProfileTemplate. Makes no call: what is a name
/// is looked up by the command.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ProfileTemplateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => NameOrId.Transform(inputData, nameof(ProfileTemplate.Uuid));
}
