namespace MimCm;

/// <summary>The progress of a wait.</summary>
/// <param name="Total">The total number of requests.</param>
/// <param name="Pending">The number of requests that are still pending.</param>
/// <param name="Remaining">The time until the timeout.</param>
/// <param name="Trouble">The failure of the last poll; null if it succeeded.</param>
public sealed record WaitProgress(int Total, int Pending, TimeSpan Remaining, string? Trouble);
