namespace MimCm.Journal;

/// <summary>What is learned of a change while it is made, beside its result.</summary>
internal sealed class ChangeTrace
{
    /// <summary>The HTTP status code of the last response to the change; null while none has come.</summary>
    public int? StatusCode { get; set; }

    /// <summary>Whether the change may have been sent before, by a run that was interrupted: a refusal then proves nothing of it.</summary>
    public bool MayHaveBeenSent { get; init; }

    /// <summary>Called with the request each time it is read back because the response to the change was lost or uncertain.</summary>
    public Action<Request>? ReadBack { get; init; }
}
