namespace MimCm.PowerShell.Names;

/// <summary>The exception for a name that could not be looked up. Its message contains no characters that control a terminal, because other people
/// choose the names.</summary>
internal sealed class NameLookupException(NameLookupError error, string message, object? target, Exception? innerException = null)
    : Exception(UnicodeText.ToSingleLine(message), innerException)
{
    /// <summary>The reason.</summary>
    public NameLookupError Error { get; } = error;

    /// <summary>The name or GUID that was looked up.</summary>
    public object? Target { get; } = target;
}
