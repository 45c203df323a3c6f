namespace MimCm.Identity.Tests;

/// <summary>The result of one call.</summary>
internal sealed record JobResult
{
    public IReadOnlyList<Guid> Ids { get; init; } = [];

    /// <summary>The failure; null for none.</summary>
    public string? Error { get; init; }

    public string? Message { get; init; }

    /// <summary>The exception with all its properties.</summary>
    public string? Whole { get; init; }
}
