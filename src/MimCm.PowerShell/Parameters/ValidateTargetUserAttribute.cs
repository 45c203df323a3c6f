using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Accepts a value that names one target user: the word current, or the GUID of a user.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateTargetUserAttribute : ValidateArgumentsAttribute
{
    /// <summary>The word for the caller, the only value that the server filters by (docs/api.md, section 2).</summary>
    internal const string Current = "current";

    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        var text = arguments as string ?? "";
        if (text.Equals(Current, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(text, out var user) && user != Guid.Empty))
            return;

        // PowerShell joins an array with spaces to bind it to a string.
        var users = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        throw new ValidationMetadataException(
            users.Length > 1 && users.All(one => Guid.TryParse(one, out _)) ? Strings.TargetUserSeveral
            : UserInput.FindInvisibleCharacter(text) is { } character ? Strings.IdInvisibleCharacter.With(UserInput.Sanitize(text), character)
            : Strings.TargetUserUnknown.With(UserInput.Sanitize(text)));
    }
}
