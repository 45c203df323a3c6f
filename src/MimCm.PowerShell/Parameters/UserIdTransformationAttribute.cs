using System.Collections;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Refuses a name where the objectGUID of a user is expected, and says how to specify a name. Other values are not changed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class UserIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var value = UserInput.Unwrap(inputData);
        var items = UserInput.IsList(value) ? ((IEnumerable)value!).Cast<object?>() : [value];
        foreach (var item in items)
        {
            if (UserInput.Unwrap(item) is string { Length: > 0 } text && !Guid.TryParse(text, out _))
            {
                // With this cause, the engine tries the next parameter that takes pipeline input.
                var message = Strings.UserIdNoGuid.With(UserInput.Sanitize(text));
                throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
            }
        }

        return inputData;
    }
}
