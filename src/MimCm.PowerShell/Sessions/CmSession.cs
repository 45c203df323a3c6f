using MimCm.Names;
using MimCm.PowerShell.Names;

namespace MimCm;

/// <summary>A connection to one server with one identity. It has its own HTTP connections and cookies, and can be used from any runspace.</summary>
public sealed class CmSession : INameProvider
{
    private readonly List<Guid> _unknownOutcomes = [];
    private readonly List<CmUnreportedChange> _unreportedChanges = [];
    private readonly List<CmUnreportedCreation> _unreportedCreations = [];
    private int _disconnected;

    internal CmSession(MimCmClientOptions options, string authentication, string? userName, string? directoryServer = null)
    {
        Options = options;
        Client = MimCmClient.Create(options, source: this);
        Authentication = authentication;
        UserName = userName;
        DirectoryServer = directoryServer;
        Names = new SessionNames(options, directoryServer, TimeProvider.System);
    }

    /// <summary>The root address of the server's API.</summary>
    public Uri Uri => Client.BaseAddress;

    /// <summary>How the session authenticates: Negotiate, Credential or Bearer.</summary>
    public string Authentication { get; }

    /// <summary>The account of the session; null if unknown.</summary>
    public string? UserName { get; }

    /// <summary>The directory server for the names of users; null for a domain controller of the current domain.</summary>
    public string? DirectoryServer { get; }

    /// <summary>Whether this is the default session of the runspace that reads the property.</summary>
    public bool IsDefault => RunspaceState.Current.Default == this;

    /// <summary>Whether the session can still be used.</summary>
    public bool IsConnected => Volatile.Read(ref _disconnected) == 0;

    /// <summary>The ids of the requests whose change was in progress when a command was stopped, and whose outcome is unknown.</summary>
    public IReadOnlyList<Guid> UnknownOutcomes
    {
        get
        {
            lock (_unknownOutcomes)
                return [.. _unknownOutcomes];
        }
    }

    /// <summary>The changes that a command sent but could not write to its output, because it was stopped or because a later command in the pipeline
    /// ended it.</summary>
    public IReadOnlyList<CmUnreportedChange> UnreportedChanges
    {
        get
        {
            lock (_unreportedChanges)
                return [.. _unreportedChanges];
        }
    }

    /// <summary>The creations that a stopped command sent and whose request is unknown. The request may exist, or the server may have refused it. If
    /// the request is known, the creation is in <see cref="UnreportedChanges"/>.</summary>
    public IReadOnlyList<CmUnreportedCreation> UnreportedCreations
    {
        get
        {
            lock (_unreportedCreations)
                return [.. _unreportedCreations];
        }
    }

    /// <summary>The client that holds the connections.</summary>
    internal MimCmClient Client { get; }

    /// <summary>The names that are known to the session.</summary>
    internal SessionNames Names { get; }

    /// <summary>The options of the session, for testing its connection step by step.</summary>
    internal MimCmClientOptions Options { get; }

    /// <summary>Returns the session that read an object; null if no session of this process read it.</summary>
    internal static CmSession? FromObject(object? value) => value switch
    {
        Request request => request.Source,
        Smartcard card => card.Source,
        Profile profile => profile.Source,
        Certificate certificate => certificate.Source,
        AllowedOperation operation => operation.Source,
        _ => null,
    } as CmSession;

    /// <summary>Returns whether the session is connected to this API. Case is ignored, as IIS does for paths.</summary>
    internal bool IsSameServer(Uri api) =>
        Uri.Compare(Uri, api, UriComponents.HttpRequestUrl, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    internal void AddUnreported(CmUnreportedChange change)
    {
        lock (_unreportedChanges)
            _unreportedChanges.Add(change);

        if (change.Outcome != CmChangeOutcome.Unknown)
            return;

        lock (_unknownOutcomes)
            _unknownOutcomes.Add(change.Uuid);
    }

    internal void AddUnreported(CmUnreportedCreation creation)
    {
        lock (_unreportedCreations)
            _unreportedCreations.Add(creation);
    }

    internal void Disconnect()
    {
        if (Interlocked.Exchange(ref _disconnected, 1) != 0)
            return;

        Client.Dispose();
        Names.Dispose();
    }

    string? INameProvider.FindUser(Guid id) => Names.Users.Find(id);

    string? INameProvider.FindProfileTemplate(Guid id) => Names.ProfileTemplates.Find(id) is { Name.Length: > 0 } template ? template.Name : null;

    /// <summary>Returns the address.</summary>
    public override string ToString() => Uri.ToString();
}
