namespace MimCm.Reporting.Data;

/// <summary>What a report says about itself, and the names it uses.</summary>
internal sealed record ReportContext
{
    /// <summary>The server that the requests were read from; null where it is not known, or where there are several.</summary>
    public string? Server { get; init; }

    /// <summary>Which requests were asked for, in words.</summary>
    public required string Scope { get; init; }

    /// <summary>When the report was made. Ages are counted from then.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Why the report lacks requests; null when it is complete.</summary>
    public string? IncompleteReason { get; init; }

    /// <summary>Returns the name of a profile template; null where it is not known.</summary>
    public Func<Guid, string?> TemplateName { get; init; } = _ => null;

    /// <summary>Returns the name of a user; null where it is not known.</summary>
    public Func<Guid, string?> UserName { get; init; } = _ => null;
}
