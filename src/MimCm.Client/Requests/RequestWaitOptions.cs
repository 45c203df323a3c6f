namespace MimCm;

/// <summary>The options of a wait: the requests, the statuses and the timeout.</summary>
public sealed record RequestWaitOptions
{
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromDays(1);
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(365);

    /// <summary>The ids of the requests. Duplicate ids are ignored.</summary>
    public IReadOnlyCollection<Guid> Ids { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The statuses to wait for; empty for any final status.</summary>
    public IReadOnlyCollection<RequestStatus> Statuses { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The maximum time to wait for all requests, up to 365 days. With zero, each request is read once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or more than 365 days.</exception>
    public TimeSpan Timeout
    {
        get;
        init => field = value >= TimeSpan.Zero && value <= LongestTimeout ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAWaitTimeout);
    } = TimeSpan.FromMinutes(5);

    /// <summary>The interval after the first poll, from 0.1 seconds to one day. Later intervals are longer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside this range.</exception>
    public TimeSpan PollInterval
    {
        get;
        init => field = value >= ShortestInterval && value <= LongestInterval ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, Strings.NotAPollInterval);
    } = TimeSpan.FromSeconds(5);

    /// <summary>Called before each pause, on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }

    /// <summary>Returns whether the request has one of the statuses.</summary>
    internal bool IsMet(Request request) => Statuses.Count == 0 ? request.Status.IsFinal() : Statuses.Contains(request.Status);
}
