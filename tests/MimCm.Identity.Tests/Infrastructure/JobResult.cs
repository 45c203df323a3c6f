namespace MimCm.Identity.Tests;

/// <summary>What came of one call.</summary>
internal sealed record JobResult
{
    public IReadOnlyList<Guid> Ids { get; init; } = [];

    /// <summary>The failure; null for none.</summary>
    public string? Error { get; init; }

    public string? Message { get; init; }

    /// <summary>The exception with all that is in it.</summary>
    public string? Whole { get; init; }
}
