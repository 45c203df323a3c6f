using System.Globalization;

namespace MimCm;

/// <summary>What a journal says about one change of one request in one run of a command. The schema of the file is documented in
/// about_MimCm_Journal.</summary>
public sealed class JournalEntry
{
    /// <summary>The id of the request; null for a creation whose outcome is not known.</summary>
    public Guid? Id { get; init; }

    /// <summary>The change: Completed, Canceled or Abandoned, or the kind of the request that was to be created.</summary>
    public string Change { get; init; } = "";

    /// <summary>How the change ended.</summary>
    public JournalOutcome Outcome { get; init; }

    /// <summary>The status of the request after the change; null where it was not read.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>The status of the request before the change; null where it was not known.</summary>
    public RequestStatus? StatusBefore { get; init; }

    /// <summary>When the change was begun, in local time, by the clock of <see cref="Computer"/>.</summary>
    public DateTime Started { get; init; }

    /// <summary>When the outcome was known, in local time; null while it is not. It may be before <see cref="Started"/> where the
    /// clock was set back; <see cref="Duration"/> does not depend on the clock.</summary>
    public DateTime? Ended { get; init; }

    /// <summary>How long the call took, retries and read-backs included; null where no response came in this run.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>How long ago the change was begun, by this computer's clock; never negative.</summary>
    public TimeSpan Age
    {
        get
        {
            var age = DateTime.UtcNow - Started.ToUniversalTime();
            return age > TimeSpan.Zero ? age : TimeSpan.Zero;
        }
    }

    /// <summary>The account that made the change; null where it was not known.</summary>
    public string? User { get; init; }

    /// <summary>The root of the server's API.</summary>
    public string Server { get; init; } = "";

    /// <summary>The reason that was given for the change, such as the number of a ticket; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The id of the error, such as CmForbidden; null where there was none.</summary>
    public string? Error { get; init; }

    /// <summary>What the server said, or else the error message; null where there was no error.</summary>
    public string? Message { get; init; }

    /// <summary>The HTTP status code of the last response; null where no response came.</summary>
    public int? HttpStatusCode { get; init; }

    /// <summary>The id under which the server's event log has the details; null where it sent none.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>The type of the request, where it was known.</summary>
    public RequestType? RequestType { get; init; }

    /// <summary>The profile template of the request, where it was known.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The user whom the request is for, where that was known.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The smart card that a request was to be created for; null where there is none.</summary>
    public Guid? SmartcardUuid { get; init; }

    /// <summary>The computer that made the change.</summary>
    public string? Computer { get; init; }

    /// <summary>The id of the process that made the change.</summary>
    public int? ProcessId { get; init; }

    /// <summary>The run: the same for all changes of one command.</summary>
    public Guid Run { get; init; }

    /// <summary>The id, the change and the outcome.</summary>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0} {1} {2}", Id, Change, Outcome);
}
