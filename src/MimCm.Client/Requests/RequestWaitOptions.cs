namespace MimCm;

/// <summary>Which requests to wait for, and for how long.</summary>
public sealed record RequestWaitOptions
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(365);

    /// <summary>The requests. An id that occurs twice counts once.</summary>
    public IReadOnlyCollection<Guid> Ids { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The statuses to wait for; empty for any final status.</summary>
    public IReadOnlyCollection<RequestStatus> Statuses { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>How long to wait for all of them, at most a year; zero reads each request once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or more than a year.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= LongestTimeout ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAWaitTimeout);
    } = TimeSpan.FromMinutes(5);

    /// <summary>The pause after the first poll, from 0.1 seconds to a day; later pauses are longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is shorter or longer.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = value >= ShortestInterval && value <= LongestInterval ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAPollInterval);
    } = TimeSpan.FromSeconds(5);

    /// <summary>Is called before each pause, on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }

    /// <summary>Whether the request has one of the statuses.</summary>
    internal bool IsMet(Request request) => Statuses.Count == 0 ? request.Status.IsFinal() : Statuses.Contains(request.Status);
}
