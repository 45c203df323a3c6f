namespace MimCm;

/// <summary>What the requests of a group have in common. A property is null where the requests are not grouped by it; <see cref="Period"/>
/// is also null for requests whose date of submission is not known.</summary>
public sealed record RequestGroup
{
    /// <summary>The profile template.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The request type.</summary>
    public RequestType? Type { get; init; }

    /// <summary>The status.</summary>
    public RequestStatus? Status { get; init; }

    /// <summary>The user the requests are for.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The user who made the requests.</summary>
    public Guid? OriginatorUserUuid { get; init; }

    /// <summary>The month (2026-11), the ISO 8601 week (2026-W48) or the day (2026-11-25) in which the requests were submitted, in local
    /// time and in the Gregorian calendar whatever the culture. The text sorts as the dates do.</summary>
    public string? Period { get; init; }
}
