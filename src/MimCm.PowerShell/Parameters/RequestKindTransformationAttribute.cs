using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Accepts exactly one kind of request, by its complete name. The type of an existing request is not accepted, because a piped request would
/// request itself again.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequestKindTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = UserInput.Unwrap(inputData);
        if (value is RequestKind kind && Enum.IsDefined(typeof(RequestKind), kind))
            return kind;

        if (value is RequestType type)
            throw new ArgumentTransformationMetadataException(Strings.TypeIsNoKind.With(type));

        var text = value is string ? value.ToString()!.Trim() : "";
        foreach (RequestKind one in Enum.GetValues(typeof(RequestKind)))
        {
            if (text.Equals(one.ToString(), StringComparison.OrdinalIgnoreCase))
                return one;
        }

        throw new ArgumentTransformationMetadataException(
            Strings.KindUnknown.With(UserInput.Sanitize(value), string.Join(", ", Enum.GetNames(typeof(RequestKind)))));
    }
}
