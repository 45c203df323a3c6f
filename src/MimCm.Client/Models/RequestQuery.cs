namespace MimCm;

/// <summary>Which requests to list. The server filters by one status and by "for me"; the rest is filtered here, while
/// streaming. A filter that is empty or null lets everything pass.</summary>
public sealed record RequestQuery
{
    /// <summary>The statuses wanted. Several are one query each and so no snapshot: a request that changes status between two of
    /// the queries is given once or not at all.</summary>
    public IReadOnlyCollection<RequestStatus> Statuses { get; init; } = [];

    /// <summary>Only the requests whose target is the caller; filtered by the server (targetuser=current).</summary>
    public bool ForCurrentUser { get; init; }

    /// <summary>Only the requests whose target is one of these users.</summary>
    public IReadOnlyCollection<Guid> TargetUsers { get; init; } = [];

    /// <summary>Only requests of these types.</summary>
    public IReadOnlyCollection<RequestType> Types { get; init; } = [];

    /// <summary>Only the requests made by one of these users.</summary>
    public IReadOnlyCollection<Guid> Originators { get; init; } = [];

    /// <summary>Only the requests of one of these profile templates.</summary>
    public IReadOnlyCollection<Guid> ProfileTemplates { get; init; } = [];

    /// <summary>Only the requests submitted at this moment or later. A time of no kind is local.</summary>
    public DateTime? SubmittedAfter { get; init; }

    /// <summary>Only the requests submitted at this moment or earlier. A time of no kind is local.</summary>
    public DateTime? SubmittedBefore { get; init; }

    /// <summary>The query of a call that proves that the server answers: hardly a request has the status None.</summary>
    internal const string ProbeQuery = "targetuser=current&status=None";

    /// <summary>Whether there is none of the filters that the server does not have.</summary>
    internal bool MatchesAll =>
        TargetUsers.Count + Types.Count + Originators.Count + ProfileTemplates.Count == 0 && SubmittedAfter is null && SubmittedBefore is null;

    /// <summary>Whether the request passes the filters the server does not have.</summary>
    internal bool Matches(Request request) =>
        Passes(TargetUsers, request.TargetUserUuid)
        && Passes(Types, request.RequestType)
        && Passes(Originators, request.OriginatorUserUuid)
        && Passes(ProfileTemplates, request.ProfileTemplateUuid)
        && (SubmittedAfter is not { } after || request.Submitted?.ToUniversalTime() >= after.ToUniversalTime())
        && (SubmittedBefore is not { } before || request.Submitted?.ToUniversalTime() <= before.ToUniversalTime());

    /// <summary>The queries to send, one for each status, in the order given and each once, with the status that each asks for.</summary>
    internal IEnumerable<(RequestStatus? Status, string Query)> ServerQueries()
    {
        var target = ForCurrentUser ? "targetuser=current" : "";
        if (Statuses.Count == 0)
            return [(null, target)];

        return Statuses.Distinct().Select(status => ((RequestStatus?)status, target.Length == 0 ? $"status={status}" : $"{target}&status={status}"));
    }

    private static bool Passes<T>(IReadOnlyCollection<T> wanted, T value) => wanted.Count == 0 || wanted.Contains(value);
}
