namespace MimCm.DirectoryServices;

/// <summary>The exception if Active Directory could not be reached, did not respond in time, or did not accept the caller.</summary>
internal sealed class DirectoryUnavailableException : Exception
{
    public DirectoryUnavailableException(string message, string? server, bool isRepeated, Exception? innerException = null)
        : base(message, innerException)
    {
        Server = server;
        IsRepeated = isRepeated;
    }

    /// <summary>The server; null for the domain of the caller.</summary>
    public string? Server { get; }

    /// <summary>Whether this repeats an earlier failure, because the server is not called again yet. Nothing was sent.</summary>
    public bool IsRepeated { get; }
}
