using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Rejects the all-zero GUID, which identifies no object. A filter by it would read the complete list and find nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateNotEmptyGuidAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is Guid id && id == Guid.Empty)
            throw new ValidationMetadataException(Strings.AllZero);
    }
}
