namespace MimCm;

/// <summary>How far a wait has come.</summary>
/// <param name="Total">How many requests are waited for in all.</param>
/// <param name="Pending">How many of them are still to come.</param>
/// <param name="Remaining">The time until the wait is given up.</param>
/// <param name="Trouble">Why the last look failed; null when it did not.</param>
public sealed record WaitProgress(int Total, int Pending, TimeSpan Remaining, string? Trouble);
