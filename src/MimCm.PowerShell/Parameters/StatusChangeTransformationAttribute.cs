using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts a complete name to one of the three status changes of the API. Numbers and abbreviated names are rejected, because these changes
/// are final.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StatusChangeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = UserInput.Unwrap(inputData);
        if (value is null)
            throw new ArgumentTransformationMetadataException(Strings.ValueIsNull);

        var text = value is string or RequestStatus or RequestStatusChange ? value.ToString()!.Trim() : "";
        foreach (RequestStatusChange change in Enum.GetValues(typeof(RequestStatusChange)))
        {
            if (change.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return change;
        }

        throw new ArgumentTransformationMetadataException(GetErrorMessage(text.Length > 0 ? text : value));
    }

    /// <summary>Explains why a value is not a status change, and lists the valid values.</summary>
    internal static string GetErrorMessage(object? value)
    {
        var text = value?.ToString() ?? "";
        var isPortalOnly = text.Equals(nameof(RequestStatus.Approved), StringComparison.OrdinalIgnoreCase)
            || text.Equals(nameof(RequestStatus.Denied), StringComparison.OrdinalIgnoreCase);
        return isPortalOnly ? Strings.ChangeInPortal : Strings.ChangeUnknown.With(UserInput.Sanitize(text));
    }
}
