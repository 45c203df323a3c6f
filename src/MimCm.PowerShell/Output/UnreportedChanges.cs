namespace MimCm.PowerShell.Output;

/// <summary>Determines the outcome of a change whose command has ended.</summary>
internal static class UnreportedChanges
{
    /// <summary>Describes a change in progress when its command ended.</summary>
    public static CmUnreportedChange From(Guid id, string change, Task<Request> task) => task switch
    {
        { Status: TaskStatus.RanToCompletion } => new(id, change, CmChangeOutcome.Changed, Message: null, IsEmitted: false),
        { Exception.InnerException: MimCmException failure } =>
            new(id, change, failure.IsUnchanged ? CmChangeOutcome.NotChanged : CmChangeOutcome.Unknown, failure.Message, IsEmitted: false),
        _ => new(id, change, CmChangeOutcome.Unknown, Message: null, IsEmitted: false),
    };
}
