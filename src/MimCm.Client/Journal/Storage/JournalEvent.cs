namespace MimCm.Journal.Storage;

/// <summary>The values of the property <c>event</c> of a journal line.</summary>
internal static class JournalEvent
{
    /// <summary>The change is about to be sent. This line is on disk before the call is sent.</summary>
    public const string Sending = "sending";

    /// <summary>A read-back returned the request; the line contains its status. An outcome or another <c>sending</c> follows.</summary>
    public const string Found = "found";

    /// <summary>The change was made.</summary>
    public const string Changed = "changed";

    /// <summary>The server refused the change, and nothing was changed.</summary>
    public const string Refused = "refused";

    /// <summary>The change was not made, or the request has another status than the requested one.</summary>
    public const string Failed = "failed";

    /// <summary>It is unknown whether the change was made.</summary>
    public const string Unknown = "unknown";

    /// <summary>Returns the outcome of an event; null if the event is not an outcome.</summary>
    public static JournalOutcome? ToOutcome(string? name) => name switch
    {
        Changed => JournalOutcome.Changed,
        Refused => JournalOutcome.Refused,
        Failed => JournalOutcome.Failed,
        Unknown => JournalOutcome.Unknown,
        _ => null,
    };
}
