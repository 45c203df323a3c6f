namespace MimCm;

/// <summary>The filters of a list of requests. The server can filter only by one status and by the current user (docs/api.md, section 3.1). The
/// client applies the other filters while it reads the list. A filter that is empty or null includes all requests.</summary>
public sealed record RequestQuery
{
    /// <summary>The statuses to include. Each status is a separate query, so the list is not a snapshot: a request whose status changes between two
    /// queries is returned once or not at all.</summary>
    public IReadOnlyCollection<RequestStatus> Statuses { get; init; } = [];

    /// <summary>Whether to include only requests for the caller. The server applies this filter (targetuser=current).</summary>
    public bool ForCurrentUser { get; init; }

    /// <summary>The target users to include.</summary>
    public IReadOnlyCollection<Guid> TargetUsers { get; init; } = [];

    /// <summary>The types to include.</summary>
    public IReadOnlyCollection<RequestType> Types { get; init; } = [];

    /// <summary>The originators to include.</summary>
    public IReadOnlyCollection<Guid> Originators { get; init; } = [];

    /// <summary>The profile templates to include.</summary>
    public IReadOnlyCollection<Guid> ProfileTemplates { get; init; } = [];

    /// <summary>The earliest time of submission, inclusive. A time of unspecified kind is local.</summary>
    public DateTime? SubmittedAfter { get; init; }

    /// <summary>The latest time of submission, inclusive. A time of unspecified kind is local.</summary>
    public DateTime? SubmittedBefore { get; init; }

    /// <summary>The query to verify a connection. It asks for the status None, which very few requests have.</summary>
    internal const string ProbeQuery = "targetuser=current&status=None";

    /// <summary>Whether the server can apply all filters of the query.</summary>
    internal bool MatchesAll =>
        TargetUsers.Count + Types.Count + Originators.Count + ProfileTemplates.Count == 0 && SubmittedAfter is null && SubmittedBefore is null;

    /// <summary>Returns whether a request matches the filters that the client applies.</summary>
    internal bool Matches(Request request) =>
        Passes(TargetUsers, request.TargetUserUuid)
        && Passes(Types, request.RequestType)
        && Passes(Originators, request.OriginatorUserUuid)
        && Passes(ProfileTemplates, request.ProfileTemplateUuid)
        && (SubmittedAfter is not { } after || request.Submitted?.ToUniversalTime() >= after.ToUniversalTime())
        && (SubmittedBefore is not { } before || request.Submitted?.ToUniversalTime() <= before.ToUniversalTime());

    /// <summary>Returns the queries to send with the status of each: one for each distinct status, in the specified order.</summary>
    internal IEnumerable<(RequestStatus? Status, string Query)> ServerQueries()
    {
        var target = ForCurrentUser ? "targetuser=current" : "";
        if (Statuses.Count == 0)
            return [(null, target)];

        return Statuses.Distinct().Select(status => ((RequestStatus?)status, target.Length == 0 ? $"status={status}" : $"{target}&status={status}"));
    }

    private static bool Passes<T>(IReadOnlyCollection<T> wanted, T value) => wanted.Count == 0 || wanted.Contains(value);
}
