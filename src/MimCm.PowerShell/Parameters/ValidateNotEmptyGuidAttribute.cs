using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>Lets no all-zero id pass: it names nobody, and a whole list would be read to find nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateNotAllZeroAttribute : ValidateEnumeratedArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void ValidateElement(object element)
    {
        if (element is Guid id && id == Guid.Empty)
            throw new ValidationMetadataException(CommandText.AllZero);
    }
}
