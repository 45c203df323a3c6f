namespace MimCm.Journal;

/// <summary>Details of a change that are found while it is made, in addition to its result.</summary>
internal sealed class ChangeTrace
{
    /// <summary>The HTTP status code of the last response to the change; null until a response arrives.</summary>
    public int? StatusCode { get; set; }

    /// <summary>Whether an interrupted run may already have sent the change. A refusal then does not prove that the request is unchanged.</summary>
    public bool MayHaveBeenSent { get; init; }

    /// <summary>Called with the request each time it is read back because the response to the change was lost or uncertain.</summary>
    public Action<Request>? ReadBack { get; init; }
}
