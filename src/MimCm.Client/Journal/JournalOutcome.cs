namespace MimCm;

/// <summary>The outcome of a change according to a journal.</summary>
public enum JournalOutcome
{
    /// <summary>The change was started and has no recorded outcome. The command is still running, or it was killed. Run the command again with the
    /// same journal to find out and to finish.</summary>
    InFlight,

    /// <summary>The change was made.</summary>
    Changed,

    /// <summary>The server refused the change (400, 401, 403, 404, 409). Nothing was changed.</summary>
    Refused,

    /// <summary>The change was not made, or the request has another status than the requested one.</summary>
    Failed,

    /// <summary>It is unknown whether the change was made.</summary>
    Unknown,
}
