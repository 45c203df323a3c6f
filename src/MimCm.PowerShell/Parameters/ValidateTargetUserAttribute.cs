using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Lets pass what can name a target user: the word current, or the GUID of a user.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateTargetUserAttribute : ValidateArgumentsAttribute
{
    /// <summary>The word for the caller, the only one the server knows (GETREQ).</summary>
    internal const string Current = "current";

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        var text = arguments as string ?? "";
        if (!text.Equals(Current, StringComparison.OrdinalIgnoreCase) && !(Guid.TryParse(text, out var user) && user != Guid.Empty))
            throw new ValidationMetadataException(Strings.TargetUserUnknown.With(text));
    }
}
