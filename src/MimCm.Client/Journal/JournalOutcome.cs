namespace MimCm;

/// <summary>How a change that a journal holds ended, as far as the journal knows.</summary>
public enum JournalOutcome
{
    /// <summary>The change was begun and no outcome was written: the command is still running, or it was killed. Run the command
    /// again with the same journal to find out and to finish.</summary>
    InFlight,

    /// <summary>The change was made.</summary>
    Changed,

    /// <summary>The server refused the change (400, 401, 403, 404, 409). Nothing was changed.</summary>
    Refused,

    /// <summary>The change was not made, or the request has another status than the one asked for.</summary>
    Failed,

    /// <summary>Whether the change was made could not be found out.</summary>
    Unknown,
}
