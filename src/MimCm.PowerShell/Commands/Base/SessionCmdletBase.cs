using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that call the server of a session.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class SessionCmdletBase : CmCmdletBase
{
    private readonly Dictionary<CmSession, MimCmClient> _clients = [];
    private RecentRequests? _recentRequests;
    private bool? _isSessionSpecified;
    private bool _hasStartedTemplates;

    /// <summary>The session to use.</summary>
    [Parameter]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public CmSession? Session { get; set; }

    /// <summary>Returns the session of a client that this cmdlet uses.</summary>
    private protected CmSession GetSession(MimCmClient client) => _clients.First(one => one.Value == client).Key;

    /// <summary>Writes a request, and stores it for completion.</summary>
    private protected void WriteRequest(Request request)
    {
        (_recentRequests ??= RunspaceState.Current.RecentRequests).Add(request);
        WriteObject(request);
    }

    /// <summary>Writes requests one by one, and stores them for completion.</summary>
    private protected void WriteRequests(List<Request> requests)
    {
        (_recentRequests ??= RunspaceState.Current.RecentRequests).Add(requests);
        WriteObject(requests, enumerateCollection: true);
    }

    /// <summary>Returns the client of the session to use: the session in -Session, or the session that read the piped object, or the default
    /// session.</summary>
    /// <param name="origin">The session that read the piped object; null if unknown.</param>
    /// <param name="target">The target object of an error record.</param>
    internal MimCmClient GetClient(CmSession? origin, object? target)
    {
        _isSessionSpecified ??= IsSpecified(nameof(Session));
        var specified = _isSessionSpecified.Value || origin is null ? Session : null;
        if (specified is not null && origin is not null && !specified.IsSameServer(origin.Uri))
            ThrowAfterPendingWork(ErrorRecordFactory.SessionMismatch(origin, specified, target));

        var session = specified ?? origin ?? FindDefaultSession(target);
        if (!session.IsConnected)
            ThrowAfterPendingWork(ErrorRecordFactory.NotConnected(Strings.WasDisconnected.With(session.Uri), target));

        if (!_clients.TryGetValue(session, out var client))
            _clients[session] = client = WithVerboseOutput(session.Client);

        return client;
    }

    /// <summary>Returns the names that are known to the session in use.</summary>
    /// <param name="target">The target object of an error record.</param>
    private protected SessionNames GetNames(object? target) => GetSession(GetClient(origin: null, target)).Names;

    /// <summary>Returns each request id with the piped request, if any, and the client to call. All sessions are checked first, so that an invalid
    /// session is reported before any call.</summary>
    /// <param name="ids">The bound value of a parameter with <see cref="RequestIdTransformationAttribute"/>.</param>
    private protected (Guid Id, Request? Request, MimCmClient Client)[] ResolveRequests(Guid[] ids) =>
        [.. ids.Select((id, i) => (id, IdOrigins.GetObject(ids, i) as Request, GetClient(IdOrigins.GetSession(ids, i), id)))];

    /// <summary>Returns the objectGUIDs of users that are specified by GUID or name. An unknown or ambiguous name ends the command.</summary>
    private protected Guid[] ResolveUsers(IEnumerable<string> users, MimCmClient client)
    {
        var names = GetSession(client).Names;
        return [.. users.Select(user =>
            Guid.TryParse(user, out var id) ? id : LookUp(client, token => names.FindUserAsync(user, token), user).Uuid)];
    }

    /// <summary>Returns the GUIDs of profile templates that are specified by GUID, name or pattern. An unknown name ends the command, and so does an
    /// ambiguous name unless several templates are allowed.</summary>
    private protected Guid[] ResolveProfileTemplates(IEnumerable<string> templates, MimCmClient client, bool allowSeveral)
    {
        var resolved = new List<Guid>();
        IReadOnlyList<ProfileTemplate>? listed = null;
        foreach (var template in templates)
        {
            if (Guid.TryParse(template, out var id))
            {
                resolved.Add(id);
                continue;
            }

            listed ??= LookUp(client, token => GetProfileTemplatesAsync(client, isForced: false, token), template);
            var matches = ProfileTemplateNames.Match(listed, template);
            if (matches.Count == 0 || (matches.Count > 1 && !(allowSeveral && WildcardPattern.ContainsWildcardCharacters(template))))
                ThrowAfterPendingWork(ProfileTemplateNames.CreateFailure(template, matches, listed).ToErrorRecord());

            resolved.AddRange(matches.Select(match => match.Uuid));
        }

        return [.. resolved];
    }

    /// <summary>Starts to read the names of the profile templates in the background, when a session reads its first list.</summary>
    private protected void StartReadingProfileTemplates(MimCmClient client)
    {
        if (_hasStartedTemplates)
            return;

        _hasStartedTemplates = true;
        var session = GetSession(client);
        session.Names.ProfileTemplates.BeginRead(session.Client,
            failure => QueueAction(() => WriteVerbose(Strings.ProfileTemplatesNotRead.With(failure.Message))));
    }

    /// <summary>Returns the profile templates of the session's server.</summary>
    private protected Task<IReadOnlyList<ProfileTemplate>> GetProfileTemplatesAsync(MimCmClient client, bool isForced, CancellationToken cancellationToken) =>
        GetSession(client).Names.ProfileTemplates.GetAsync(client, isForced, cancellationToken);

    /// <summary>Looks up a value that the command needs to continue.</summary>
    private protected T LookUp<T>(MimCmClient client, Func<CancellationToken, Task<T>> lookUp, object target)
    {
        if (!TryCall(client, target, () => AwaitTask(StartTask(lookUp)), out var found, out var error))
            ThrowAfterPendingWork(error);

        return found!;
    }

    /// <summary>Waits for a call of the client. If the call failed because its session was disconnected, the command ends.</summary>
    /// <param name="client">The client of the call.</param>
    /// <param name="target">The target object of an error record.</param>
    /// <param name="wait">Waits for the call and returns its result.</param>
    /// <param name="result">The result of the call.</param>
    /// <param name="error">The error of a call that failed.</param>
    /// <returns>Whether the call succeeded.</returns>
    private protected bool TryCall<T>(MimCmClient client, object? target, Func<T> wait, out T? result, [NotNullWhen(false)] out ErrorRecord? error)
    {
        error = null;
        try
        {
            result = wait();
            return true;
        }
        catch (NameLookupException e)
        {
            error = e.ToErrorRecord();
        }
        catch (MimCmException e)
        {
            error = e.ToErrorRecord(target, GetSession(client));
        }
        catch (Exception e) when (IsDisconnected(client, e))
        {
            ThrowAfterPendingWork(CreateDisconnectedError(client, target, e));
            throw;
        }

        result = default;
        return false;
    }

    /// <summary>Returns whether a call failed because its session was disconnected in the meantime, by this pipeline or by another
    /// runspace.</summary>
    private protected bool IsDisconnected(MimCmClient client, Exception failure) =>
        failure is ObjectDisposedException or OperationCanceledException && !GetSession(client).IsConnected;

    /// <summary>Creates the error of a call whose session was disconnected.</summary>
    private protected ErrorRecord CreateDisconnectedError(MimCmClient client, object? target, Exception? failure = null) =>
        ErrorRecordFactory.NotConnected(Strings.WasDisconnected.With(GetSession(client).Uri), target, failure);

    /// <summary>Ends the command with an error. A cmdlet with calls in progress reports these first.</summary>
    private protected virtual void ThrowAfterPendingWork(ErrorRecord error) => ThrowTerminatingError(error);

    /// <summary>Returns the default session, or ends the command if there is none.</summary>
    internal CmSession FindDefaultSession(object? target = null)
    {
        var state = RunspaceState.Current;
        CmSession? session = null;
        try
        {
            session = state.FindDefault();
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            ThrowAfterPendingWork(ErrorRecordFactory.NotConnected(e.Message, target, e));
        }
        catch (MimCmException e)
        {
            ThrowAfterPendingWork(e.ToErrorRecord(target ?? e.Uri));
        }

        if (session is null)
            ThrowAfterPendingWork(ErrorRecordFactory.NotConnected(state.ConnectError ?? Strings.NeverConnected, target));

        return session!;
    }
}
