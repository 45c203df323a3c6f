using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Lets no all-zero id pass: it names nobody, and a whole list would be read to find nothing.</summary>
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
