namespace MimCm.Journal.Storage;

/// <summary>The values of the property <c>event</c> of a journal line.</summary>
internal static class JournalEvent
{
    /// <summary>The change is about to be sent. On disk before the call leaves.</summary>
    public const string Sending = "sending";

    /// <summary>A read-back returned the request, with the status that the line names. An outcome or another <c>sending</c> follows.</summary>
    public const string Found = "found";

    /// <summary>The change was made.</summary>
    public const string Changed = "changed";

    /// <summary>The server refused the change, and nothing was changed.</summary>
    public const string Refused = "refused";

    /// <summary>The change was not made, or the request has another status than the one asked for.</summary>
    public const string Failed = "failed";

    /// <summary>Whether the change was made could not be found out.</summary>
    public const string Unknown = "unknown";

    /// <summary>The outcome that an event states; null where it states none.</summary>
    public static JournalOutcome? ToOutcome(string? name) => name switch
    {
        Changed => JournalOutcome.Changed,
        Refused => JournalOutcome.Refused,
        Failed => JournalOutcome.Failed,
        Unknown => JournalOutcome.Unknown,
        _ => null,
    };
}
