namespace MimCm;

/// <summary>The numbers of one group of requests. <see cref="Count"/> may exceed the sum of the others: a request with status None or
/// with a status that is not listed is neither open nor final.</summary>
public sealed class RequestStatistic
{
    internal RequestStatistic()
    {
    }

    /// <summary>The number of requests.</summary>
    public long Count { get; internal init; }

    /// <summary>The number of requests with status Completed.</summary>
    public long Completed { get; internal init; }

    /// <summary>The number of open requests: those with status Pending, Approved or Executing.</summary>
    public long Open { get; internal init; }

    /// <summary>The number of requests with status Failed, which is also the status of abandoned requests.</summary>
    public long Failed { get; internal init; }

    /// <summary>The number of requests with status Denied.</summary>
    public long Denied { get; internal init; }

    /// <summary>The number of requests with status Canceled.</summary>
    public long Canceled { get; internal init; }

    /// <summary>The age of the oldest open request at the time of counting; null when none is open, or when the server gave no date for
    /// any that is.</summary>
    public Duration? OldestOpen { get; internal init; }

    /// <summary>The median time from submission to completion of the completed requests: the middle value, or the mean of the two in the
    /// middle. Null when none is completed. Requests without one of the two dates are left out.</summary>
    public Duration? MedianTimeToComplete { get; internal init; }

    /// <summary>The time within which nine of ten completed requests were completed: the 90th percentile by the nearest-rank method, which
    /// is the time that one of the requests took. Null when none is completed.</summary>
    public Duration? P90TimeToComplete { get; internal init; }

    /// <summary>The number of requests of the largest group beside this one.</summary>
    internal long LargestCount { get; set; }
}
