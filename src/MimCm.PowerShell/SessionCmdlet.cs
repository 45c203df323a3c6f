using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>A cmdlet that talks to the server of a session.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCmdlet : CmCmdlet
{
    private readonly Dictionary<CmSession, MimCmClient> _clients = [];

    /// <summary>The session to use.</summary>
    [Parameter]
    [ValidateNotNull]
    public CmSession? Session { get; set; }

    /// <summary>The client to use: of -Session, else of the session a request came from, else of the default.</summary>
    internal MimCmClient ClientFor(CmSession? origin)
    {
        if (Session is not null && origin is not null && !Session.IsSameServer(origin))
            ThrowTerminatingError(ErrorRecords.SessionMismatch(origin, Session));

        var session = Session ?? origin ?? FindDefault();
        if (!session.IsConnected)
            ThrowTerminatingError(ErrorRecords.NotConnected(CommandText.WasDisconnected.With(session.Uri)));

        if (!_clients.TryGetValue(session, out var client))
            _clients[session] = client = Observed(session.Client);

        return client;
    }

    private CmSession FindDefault()
    {
        var sessions = RunspaceSessions.Current;
        CmSession? session = null;
        try
        {
            session = sessions.FindDefault();
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorRecords.NotConnected(e.Message, e));
        }
        catch (MimCmException e)
        {
            ThrowTerminatingError(e.ToErrorRecord(e.Uri));
        }

        if (session is null)
            ThrowTerminatingError(ErrorRecords.NotConnected(sessions.Failure ?? CommandText.NeverConnected));

        return session!;
    }
}
