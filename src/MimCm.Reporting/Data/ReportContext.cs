namespace MimCm.Reporting.Data;

/// <summary>The metadata of a report, and the names to use in it.</summary>
internal sealed record ReportContext
{
    /// <summary>The server that the requests were read from; null if it is unknown or if there are several.</summary>
    public string? Server { get; init; }

    /// <summary>A description of the requests in the report.</summary>
    public required string Scope { get; init; }

    /// <summary>The time at which the report was created. Ages are calculated for this time.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>The reason why requests are missing; null if the report is complete.</summary>
    public string? IncompleteReason { get; init; }

    /// <summary>Returns the name of a profile template; null if unknown.</summary>
    public Func<Guid, string?> TemplateName { get; init; } = _ => null;

    /// <summary>Returns the name of a user; null if unknown.</summary>
    public Func<Guid, string?> UserName { get; init; } = _ => null;
}
