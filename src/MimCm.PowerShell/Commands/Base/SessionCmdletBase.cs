using System.ComponentModel;
using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>A cmdlet that talks to the server of a session.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCmdletBase : CmCmdletBase
{
    private readonly Dictionary<CmSession, MimCmClient> _clients = [];
    private RecentRequests? _recentRequests;

    /// <summary>The session to use.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public CmSession? Session { get; set; }

    /// <summary>The session that a client of this cmdlet belongs to.</summary>
    private protected CmSession SessionOf(MimCmClient client) => _clients.First(one => one.Value == client).Key;

    /// <summary>Writes a request, and remembers it for completion.</summary>
    private protected void Write(Request request)
    {
        (_recentRequests ??= RunspaceState.Current.RecentRequests).Add(request);
        WriteObject(request);
    }

    /// <summary>Writes requests, one by one, and remembers them. The engine checks once for all that they may be written.</summary>
    private protected void Write(List<Request> requests)
    {
        (_recentRequests ??= RunspaceState.Current.RecentRequests).Add(requests);
        WriteObject(requests, enumerateCollection: true);
    }

    /// <summary>The client to use: of -Session, else of the session a request came from, else of the default.</summary>
    /// <param name="origin">The session the request came from; null where that is not known.</param>
    /// <param name="target">What is to be done something with, for an error record.</param>
    internal MimCmClient ClientFor(CmSession? origin, object? target)
    {
        if (Session is not null && origin is not null && !Session.IsSameServer(origin))
            Terminate(ErrorRecordFactory.SessionMismatch(origin, Session, target));

        var session = Session ?? origin ?? FindDefault(target);
        if (!session.IsConnected)
            Terminate(ErrorRecordFactory.NotConnected(Strings.WasDisconnected.With(session.Uri), target));

        if (!_clients.TryGetValue(session, out var client))
            _clients[session] = client = WithVerboseOutput(session.Client);

        return client;
    }

    /// <summary>The names of the session to use.</summary>
    /// <param name="target">What a name is looked up of, for an error record.</param>
    private protected SessionNames NamesFor(object? target) => SessionOf(ClientFor(origin: null, target)).Names;

    /// <summary>Whether a call failed because its session was disconnected meanwhile, in this pipeline or in another runspace.</summary>
    private protected bool IsDisconnected(MimCmClient client, Exception failure) =>
        failure is ObjectDisposedException or OperationCanceledException && !SessionOf(client).IsConnected;

    /// <summary>The session of this client was disconnected.</summary>
    private protected ErrorRecord Disconnected(MimCmClient client, object? target, Exception? failure = null) =>
        ErrorRecordFactory.NotConnected(Strings.WasDisconnected.With(SessionOf(client).Uri), target, failure);

    /// <summary>Ends the command with this error.</summary>
    private protected virtual void Terminate(ErrorRecord error) => ThrowTerminatingError(error);

    /// <summary>The session of commands that name none.</summary>
    internal CmSession FindDefault(object? target = null)
    {
        var sessions = RunspaceState.Current;
        CmSession? session = null;
        try
        {
            session = sessions.FindDefault();
        }
        catch (ArgumentException e)
        {
            Terminate(ErrorRecordFactory.NotConnected(e.Message, target, e));
        }
        catch (MimCmException e)
        {
            Terminate(e.ToErrorRecord(target ?? e.Uri));
        }

        if (session is null)
            Terminate(ErrorRecordFactory.NotConnected(sessions.Failure ?? Strings.NeverConnected, target));

        return session!;
    }
}
