using MimCm.Journal.Storage;

namespace MimCm.Journal;

/// <summary>Identifies a change that is made at most once with one journal.</summary>
/// <param name="Server">The root of the server's API, in lower case.</param>
/// <param name="Change">The change: Completed, Canceled or Abandoned, or the kind of the request that is created.</param>
/// <param name="Subject">The id of the request to change. For a creation, the smart card, or the profile template if there is no smart card.</param>
/// <param name="Target">The target user of a creation without a smart card; otherwise all-zero.</param>
internal readonly record struct JournalKey(string Server, string Change, Guid Subject, Guid Target)
{
    /// <summary>Returns the key of a status change.</summary>
    public static JournalKey ForStatusChange(Uri server, Guid id, RequestStatusChange change) =>
        new(NormalizeServer(FormatServer(server)), change.ToString(), id, Guid.Empty);

    /// <summary>Returns the key of a creation.</summary>
    /// <param name="server">The root of the server's API.</param>
    /// <param name="kind">The kind of the request.</param>
    /// <param name="template">The profile template; null if a smart card is specified.</param>
    /// <param name="target">The target user; null if a smart card is specified, and for the caller.</param>
    /// <param name="smartcard">The smart card; null if a profile template is specified.</param>
    public static JournalKey ForCreation(Uri server, string kind, Guid? template, Guid? target, Guid? smartcard) =>
        new(NormalizeServer(FormatServer(server)), kind, smartcard ?? template ?? Guid.Empty, smartcard is null ? target ?? Guid.Empty : Guid.Empty);

    /// <summary>Returns the key of the change in a line; null if the line contains none.</summary>
    public static JournalKey? Of(JournalLine line, StringPool pool)
    {
        var (server, change) = (pool.Get(NormalizeServer(line.Server!)), pool.Get(line.Change!));
        if (Enum.TryParse<RequestStatusChange>(change, out _))
            return line.Id is { } id ? new JournalKey(server, change, id, Guid.Empty) : null;

        return line.Smartcard is { } smartcard
            ? new JournalKey(server, change, smartcard, Guid.Empty)
            : new JournalKey(server, change, line.Template ?? Guid.Empty, line.Target ?? Guid.Empty);
    }

    /// <summary>Returns the address of a server as it is stored in a journal: without a user name.</summary>
    public static string FormatServer(Uri server) => server.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);

    // IIS ignores the case of paths.
    private static string NormalizeServer(string server) => server.ToLowerInvariant();
}
