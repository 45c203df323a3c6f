namespace MimCm.Retry;

/// <summary>What to do after a failed call.</summary>
internal enum FailureAction
{
    /// <summary>Report the failure.</summary>
    GiveUp,

    /// <summary>Wait and send the same call again.</summary>
    Retry,

    /// <summary>Read the request back to find out whether the change took effect; if it did not, wait and send the change again.</summary>
    ReadBackThenRetry,

    /// <summary>Read the request back to find out whether the change took effect; if it did not, report the failure.</summary>
    ReadBackThenReport,
}
