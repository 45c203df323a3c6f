namespace MimCm.Retry;

/// <summary>The action after a failed call.</summary>
internal enum FailureAction
{
    /// <summary>Report the failure.</summary>
    GiveUp,

    /// <summary>Wait and send the same call again.</summary>
    Retry,

    /// <summary>Read the request back to determine whether the change took effect. If it did not, wait and send the change again.</summary>
    ReadBackThenRetry,

    /// <summary>Read the request back to determine whether the change took effect. If it did not, report the failure.</summary>
    ReadBackThenReport,
}
