namespace MimCm;

/// <summary>The statistics of one group of requests. <see cref="Count"/> can exceed the sum of the other counts, because a request with status None
/// or with a status without a name is neither open nor final.</summary>
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

    /// <summary>The age of the oldest open request at the time of counting; null if no request is open, or if no open request has a date of
    /// submission.</summary>
    public Duration? OldestOpen { get; internal init; }

    /// <summary>The median time from submission to completion of the completed requests: the middle value, or the mean of the two middle values. Null
    /// if no request is completed. Requests that lack one of the two dates are excluded.</summary>
    public Duration? MedianTimeToComplete { get; internal init; }

    /// <summary>The 90th percentile of the time from submission to completion, by the nearest-rank method: nine of ten requests were completed within
    /// this time. Null if no request is completed.</summary>
    public Duration? P90TimeToComplete { get; internal init; }

    /// <summary>The number of requests in the largest group of the output.</summary>
    internal long LargestCount { get; set; }
}
