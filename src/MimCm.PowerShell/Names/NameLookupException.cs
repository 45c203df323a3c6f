namespace MimCm.PowerShell.Names;

/// <summary>A name could not be looked up.</summary>
internal sealed class NameLookupException(NameLookupError error, string message, object? target, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>Why.</summary>
    public NameLookupError Error { get; } = error;

    /// <summary>The name or GUID that was looked up.</summary>
    public object? Target { get; } = target;
}
