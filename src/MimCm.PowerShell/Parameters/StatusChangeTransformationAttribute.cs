using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Takes the three changes the API has, by their whole names. No number and no first letters: these changes are final.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class StatusChangeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is RequestStatusChange change && Enum.IsDefined(typeof(RequestStatusChange), change))
            return change;

        var text = value is string or RequestStatus ? value.ToString()!.Trim() : "";
        foreach (RequestStatusChange known in Enum.GetValues(typeof(RequestStatusChange)))
        {
            if (known.ToString().Equals(text, StringComparison.OrdinalIgnoreCase))
                return known;
        }

        throw new ArgumentTransformationMetadataException(GetErrorMessage(text.Length > 0 ? text : value));
    }

    /// <summary>Why this is no change, and which ones there are.</summary>
    internal static string GetErrorMessage(object? value) =>
        value is string text && (text.Equals(nameof(RequestStatus.Approved), StringComparison.OrdinalIgnoreCase) || text.Equals(nameof(RequestStatus.Denied), StringComparison.OrdinalIgnoreCase))
            ? Strings.ChangeInPortal.With(text)
            : Strings.ChangeUnknown.With(value);
}
