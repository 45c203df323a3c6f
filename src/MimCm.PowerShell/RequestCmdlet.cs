using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>A cmdlet that does one thing with each of many requests: several at a time, results in the order of the input.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RequestCmdlet : SessionCmdlet
{
    private readonly Queue<(Guid Id, Task<Request> Task)> _underWay = new();

    /// <summary>How many requests to have under way at once.</summary>
    protected abstract int Limit { get; }

    /// <summary>Whether to go on with this request.</summary>
    private protected virtual bool Confirm(Guid id, MimCmClient client) => true;

    /// <summary>Does it.</summary>
    private protected abstract Task<Request> ActAsync(Guid id, MimCmClient client, CancellationToken cancellationToken);

    /// <summary>Begins with these requests, each at the server it came from, and writes those that are done.</summary>
    protected void Act(Guid[] ids)
    {
        if (ids is null)
            throw new ArgumentNullException(nameof(ids));

        // All of them first: what is wrong with one session shows before anything is done through another.
        var clients = ids.Select((id, i) => ClientFor(RequestIdAttribute.OriginOf(ids, i), id)).ToArray();
        for (var i = 0; i < ids.Length; i++)
        {
            var (id, client) = (ids[i], clients[i]);
            if (!Confirm(id, client))
                continue;

            _underWay.Enqueue((id, Start(token => ActAsync(id, client, token))));
            while (_underWay.Count >= Limit || (_underWay.Count > 0 && _underWay.Peek().Task.IsCompleted))
                WriteNext();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteAll();

    /// <summary>Ends the command, once it is known how the requests under way came out.</summary>
    private protected override void Refuse(ErrorRecord error)
    {
        WriteAll();
        base.Refuse(error);
    }

    private void WriteAll()
    {
        while (_underWay.Count > 0)
            WriteNext();
    }

    private void WriteNext()
    {
        var (id, task) = _underWay.Dequeue();
        Request? request;
        ErrorRecord? error = null;
        try
        {
            request = Wait(task);
        }
        catch (MimCmException e)
        {
            request = e.Request;
            error = e.ToErrorRecord(id);
        }

        // Outside the try: what a command further down throws is not ours.
        if (request is not null)
            WriteObject(request);

        if (error is null)
            return;

        // This error is the end. What is under way is not cut off, though: a change that nobody heard of would be lost.
        if (StopsAtErrors())
            WriteAll();

        WriteError(error);
    }

    private bool StopsAtErrors() =>
        LanguagePrimitives.TryConvertTo(
            MyInvocation.BoundParameters.TryGetValue("ErrorAction", out var given) ? given : GetVariableValue("ErrorActionPreference"),
            out ActionPreference preference)
        && preference == ActionPreference.Stop;
}
