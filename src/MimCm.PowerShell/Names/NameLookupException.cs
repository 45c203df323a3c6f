namespace MimCm.PowerShell.Names;

/// <summary>A name could not be looked up. Names are texts of others: what steers a terminal is left out of the message.</summary>
internal sealed class NameLookupException(NameLookupError error, string message, object? target, Exception? innerException = null)
    : Exception(UnicodeText.ToSingleLine(message), innerException)
{
    /// <summary>Why.</summary>
    public NameLookupError Error { get; } = error;

    /// <summary>The name or GUID that was looked up.</summary>
    public object? Target { get; } = target;
}
