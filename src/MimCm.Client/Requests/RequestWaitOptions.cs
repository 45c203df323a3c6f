namespace MimCm;

/// <summary>What to wait for, and how long.</summary>
public sealed record RequestWaitOptions
{
    /// <summary>The requests, each once.</summary>
    public IReadOnlyCollection<Guid> Ids { get; init; } = [];

    /// <summary>The statuses to wait for; empty for any final one.</summary>
    public IReadOnlyCollection<RequestStatus> Statuses { get; init; } = [];

    /// <summary>How long to wait for all of them; zero is one look.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The time from the first look to the second; it grows from there.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Told before each pause; on any thread.</summary>
    public Action<WaitProgress>? Progress { get; init; }

    /// <summary>Whether the request is where it was waited for.</summary>
    internal bool IsMet(Request request) => Statuses.Count == 0 ? request.Status.IsFinal() : Statuses.Contains(request.Status);
}
