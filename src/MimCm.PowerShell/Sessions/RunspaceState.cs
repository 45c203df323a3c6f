using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Sessions;

/// <summary>The sessions of one runspace. They go when it goes.</summary>
internal sealed class RunspaceState
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> States = new();
    private static readonly RunspaceState None = new();

    private readonly List<CmSession> _sessions = [];
    private (string Text, CmSession Session)? _fromEnvironment;
    private bool _connectWasCalled;

    /// <summary>Those of the runspace that this thread runs in.</summary>
    public static RunspaceState Current => Runspace.DefaultRunspace is { } runspace ? States.GetOrCreateValue(runspace) : None;

    /// <summary>The session of commands that name none.</summary>
    public CmSession? Default { get; private set; }

    /// <summary>The requests that commands have written here lately.</summary>
    public RecentRequests RecentRequests { get; } = new();

    /// <summary>Why there is no default; null when nobody has tried to make one.</summary>
    public string? Failure { get; private set; }

    /// <summary>The session that Connect last failed to make, so that the way it took can be tried step by step; null when it did not.</summary>
    public CmSession? FailedSession { get; private set; }

    /// <summary>The sessions that are connected, in the order in which they were made.</summary>
    public IReadOnlyList<CmSession> List()
    {
        _sessions.RemoveAll(session => !session.IsConnected);
        return [.. _sessions];
    }

    /// <summary>Leaves the runspace without a default, so that nothing meant for the server to come reaches the one before.</summary>
    public void BeginConnect()
    {
        _connectWasCalled = true;
        Default = null;
        FailedSession = null;
        Failure = Strings.ConnectNotFinished;
    }

    public void EndConnect(CmSession session)
    {
        _sessions.Add(session);
        Default = session;
        Failure = null;
    }

    public void FailConnect(string failure, CmSession? attempted)
    {
        Failure = failure;
        FailedSession = attempted;
    }

    /// <summary>Forgets a session that was disconnected.</summary>
    public void Remove(CmSession session)
    {
        _sessions.Remove(session);
        if (Default != session)
            return;

        Default = null;
        _connectWasCalled = true;
        Failure = Strings.WasDisconnected.With(session.Uri);
    }

    /// <summary>The default, or the server that the environment names for a runspace in which nobody connected; null for none.</summary>
    /// <exception cref="ArgumentException">The environment names no server.</exception>
    /// <exception cref="MimCmException">It names one that may not be called like this.</exception>
    public CmSession? FindDefault()
    {
        if (_connectWasCalled)
            return Default;

        var text = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrWhiteSpace(text))
            return null;

        if (_fromEnvironment is not { } known || known.Text != text || !known.Session.IsConnected)
        {
            if (!Uri.TryCreate(text, UriKind.Absolute, out var address))
                throw new ArgumentException(Strings.VariableNoAddress.With(Variable, text));

            known = (text!, new CmSession(new MimCmClientOptions { Address = address }, AuthenticationScheme.Negotiate, AuthenticationScheme.CurrentUserName));
            _fromEnvironment = known;
            _sessions.Add(known.Session);
        }

        return Default = known.Session;
    }

    /// <summary>The environment variable that names the server for scripts that don't connect.</summary>
    public const string Variable = "MIMCM_URI";
}
