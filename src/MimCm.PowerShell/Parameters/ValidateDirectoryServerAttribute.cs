using System.Management.Automation;
using MimCm.DirectoryServices;

namespace MimCm.PowerShell.Parameters;

/// <summary>Accepts a host name with an optional port.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ValidateDirectoryServerAttribute : ValidateArgumentsAttribute
{
    /// <inheritdoc/>
    protected override void Validate(object arguments, EngineIntrinsics engineIntrinsics)
    {
        if (arguments is not string text || !DirectoryOptions.TryParseServer(text, out _, out _))
            throw new ValidationMetadataException(Strings.DirectoryServerInvalid.With(arguments));
    }
}
