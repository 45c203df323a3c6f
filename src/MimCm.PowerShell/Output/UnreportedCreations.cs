namespace MimCm.PowerShell.Output;

/// <summary>Determines the outcome of a creation whose command has ended.</summary>
internal static class UnreportedCreations
{
    /// <summary>Describes a creation whose request is known, from its response or, if only reading it failed, from its id; otherwise null.</summary>
    public static CmUnreportedChange? AsChange(NewRequest request, Task<Request> task) => task switch
    {
        { Status: TaskStatus.RanToCompletion } => new(task.Result.Uuid, request.Kind.ToString(), CmChangeOutcome.Changed, Message: null, IsEmitted: false),
        { Exception.InnerException: MimCmException { Error: MimCmError.CreatedUnread, RequestId: { } id } failure } =>
            new(id, request.Kind.ToString(), CmChangeOutcome.Changed, failure.Message, IsEmitted: false),
        _ => null,
    };

    /// <summary>Describes a creation whose request is unknown.</summary>
    public static CmUnreportedCreation From(NewRequest request, Task<Request> task)
    {
        var failure = task.Exception?.InnerException as MimCmException;
        return new(request.Kind, request.ProfileTemplateUuid, request.TargetUserUuid, request.SmartcardUuid, UnreportedChanges.GetOutcome(failure),
            failure?.Message, [.. failure?.Candidates.Select(candidate => candidate.Uuid) ?? []]);
    }
}
