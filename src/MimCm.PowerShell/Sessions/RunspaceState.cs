using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Sessions;

/// <summary>The sessions and recent requests of one runspace. They are released together with the runspace.</summary>
internal sealed class RunspaceState
{
    /// <summary>The environment variable with the server for scripts that do not call Connect-CmServer.</summary>
    public const string Variable = "MIMCM_URI";

    private static readonly ConditionalWeakTable<Runspace, RunspaceState> States = new();
    private static readonly RunspaceState None = new();

    private readonly List<CmSession> _sessions = [];
    private (string Text, CmSession Session)? _fromEnvironment;
    private bool _connectWasCalled;

    /// <summary>The state of the runspace that the calling thread runs in.</summary>
    public static RunspaceState Current => Runspace.DefaultRunspace is { } runspace ? States.GetOrCreateValue(runspace) : None;

    /// <summary>The default session, which commands use without -Session.</summary>
    public CmSession? Default { get; private set; }

    /// <summary>The requests that commands wrote recently in this runspace.</summary>
    public RecentRequests RecentRequests { get; } = new();

    /// <summary>The smart cards and software profiles that commands wrote recently in this runspace.</summary>
    public RecentItems<RecentResource> RecentResources { get; } = new(resource => resource.Uuid);

    /// <summary>The reason why there is no default session; null if Connect-CmServer was not called.</summary>
    public string? ConnectError { get; private set; }

    /// <summary>The session that Connect-CmServer last failed to connect, so that its connection can be tested; otherwise null.</summary>
    public CmSession? FailedSession { get; private set; }

    /// <summary>The number of lists that ended early in this runspace.</summary>
    public int ListFailureCount { get; private set; }

    /// <summary>The reason why the last incomplete list ended early; null if there was none.</summary>
    public string? LastListFailure { get; private set; }

    /// <summary>Returns the connected sessions, oldest first.</summary>
    public IReadOnlyList<CmSession> GetSessions()
    {
        _sessions.RemoveAll(session => !session.IsConnected);
        return [.. _sessions];
    }

    /// <summary>Removes the default session when Connect-CmServer starts, so that no command for the new server reaches the previous one.</summary>
    public void BeginConnect()
    {
        _connectWasCalled = true;
        Default = null;
        FailedSession = null;
        ConnectError = Strings.ConnectNotFinished;
    }

    public void EndConnect(CmSession session)
    {
        _sessions.Add(session);
        Default = session;
        ConnectError = null;
    }

    public void FailConnect(string error, CmSession? session)
    {
        ConnectError = error;
        FailedSession = session;
    }

    /// <summary>Records that a list ended early. Later commands in the pipeline need this, because they cannot see the errors of other
    /// commands.</summary>
    public void ReportListFailure(string reason)
    {
        ListFailureCount++;
        LastListFailure = reason;
    }

    /// <summary>Removes a session that was disconnected.</summary>
    public void Remove(CmSession session)
    {
        _sessions.Remove(session);
        if (Default != session)
            return;

        Default = null;
        _connectWasCalled = true;
        ConnectError = Strings.WasDisconnected.With(session.Uri);
    }

    /// <summary>Returns the default session, or a session with the server in MIMCM_URI if Connect-CmServer was not called in this
    /// runspace. Null if there is neither.</summary>
    /// <exception cref="ArgumentException">MIMCM_URI is not the address of a server.</exception>
    /// <exception cref="FormatException">MIMCM_URI is not an address, or contains a user name or password.</exception>
    /// <exception cref="MimCmException">A connection to MIMCM_URI would be insecure.</exception>
    public CmSession? FindDefault()
    {
        if (_connectWasCalled)
            return Default;

        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (_fromEnvironment is not { } known || known.Text != text || !known.Session.IsConnected)
        {
            known = (text!, new CmSession(new MimCmClientOptions { Address = ParseVariable(text!) }, AuthenticationScheme.Negotiate,
                AuthenticationScheme.CurrentUserName));
            _fromEnvironment = known;
            _sessions.Add(known.Session);
        }

        return Default = known.Session;
    }

    private static Uri ParseVariable(string text)
    {
        try
        {
            return ServerUriTransformationAttribute.Parse(text);
        }
        catch (FormatException e)
        {
            throw new FormatException(Strings.VariableInvalid.With(Variable, e.Message), e);
        }
    }
}
