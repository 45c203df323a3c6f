using System.Globalization;

namespace MimCm;

/// <summary>The entry of a journal for one change of one request in one run of a command. The schema of the file is documented in
/// about_MimCm_Journal.</summary>
public sealed class JournalEntry
{
    /// <summary>The id of the request; null for a creation whose outcome is unknown.</summary>
    public Guid? Id { get; init; }

    /// <summary>The change: Completed, Canceled or Abandoned, or the kind of the request that was to be created.</summary>
    public string Change { get; init; } = "";

    /// <summary>The outcome of the change.</summary>
    public JournalOutcome Outcome { get; init; }

    /// <summary>The status of the request after the change; null if it was not read.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>The status of the request before the change; null if unknown.</summary>
    public RequestStatus? StatusBefore { get; init; }

    /// <summary>The time at which the change started, in local time, by the clock of <see cref="Computer"/>.</summary>
    public DateTime Started { get; init; }

    /// <summary>The time at which the outcome was recorded, in local time; null if there is no outcome. It can be before <see cref="Started"/> if the
    /// clock was set back. <see cref="Duration"/> does not depend on the clock.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>The duration of the call, including retries and read-backs; null if no response arrived in this run.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The time since the change started, by the clock of this computer; never negative.</summary>
    public TimeSpan Age
    {
        get
        {
            var age = DateTime.UtcNow - Started.ToUniversalTime();
            return age > TimeSpan.Zero ? age : TimeSpan.Zero;
        }
    }

    /// <summary>The account that made the change; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>The root of the server's API.</summary>
    public string Server { get; init; } = "";

    /// <summary>The reason for the change, such as a ticket number; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of the error, such as CmForbidden; null if there was no error.</summary>
    public string? Error { get; init; }

    /// <summary>The message of the server, or the error message if the server sent none; null if there was no error.</summary>
    public string? Message { get; init; }

    /// <summary>The HTTP status code of the last response; null if no response arrived.</summary>
    public int? HttpStatusCode { get; init; }

    /// <summary>The correlation id, which identifies the details in the server's event log; null if the server sent none.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The type of the request; null if unknown.</summary>
    public RequestType? RequestType { get; init; }

    /// <summary>The profile template of the request; null if unknown.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The target user of the request; null if unknown.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The smart card that a request was to be created for; null if there is none.</summary>
    public Guid? SmartcardUuid { get; init; }

    /// <summary>The computer that made the change.</summary>
    public string? Computer { get; init; }

    /// <summary>The id of the process that made the change.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The id of the run, which is the same for all changes of one command.</summary>
    public Guid Run { get; init; }

    /// <summary>Returns the id, the change and the outcome.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", Id, Change, Outcome);
}
