namespace MimCm;

/// <summary>The properties that all requests of a group have in common. A property is null if the requests are not grouped by it.
/// <see cref="Period"/> is also null for requests whose date of submission is unknown.</summary>
public sealed record RequestGroup
{
    /// <summary>The profile template.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The request type.</summary>
    public RequestType? Type { get; init; }

    /// <summary>The status.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>The user whom the requests are for.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The user who submitted the requests.</summary>
    public Guid? OriginatorUserUuid { get; init; }

    /// <summary>The month (2026-11), the ISO 8601 week (2026-W48) or the day (2026-11-25) in which the requests were submitted, in local time and in
    /// the Gregorian calendar in every culture. The order of the texts is the order of the dates.</summary>
    public string? Period { get; init; }
}
