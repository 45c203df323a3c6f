namespace MimCm.PowerShell.Output;

/// <summary>Determines the outcome of a change whose command has ended.</summary>
internal static class UnreportedChanges
{
    /// <summary>Describes a change in progress when its command ended.</summary>
    public static CmUnreportedChange From(Guid id, string change, Task<Request> task) => task switch
    {
        { Status: TaskStatus.RanToCompletion } => new(id, change, CmChangeOutcome.Changed, Message: null, IsEmitted: false),
        { Exception.InnerException: MimCmException failure } => new(id, change, GetOutcome(failure), failure.Message, IsEmitted: false),
        _ => new(id, change, GetOutcome(failure: null), Message: null, IsEmitted: false),
    };

    /// <summary>The outcome of a change or creation that returned no request.</summary>
    /// <param name="failure">How it failed; null if it did not end.</param>
    public static CmChangeOutcome GetOutcome(MimCmException? failure) =>
        failure is { IsUnchanged: true } ? CmChangeOutcome.NotChanged : CmChangeOutcome.Unknown;
}
