using System.Management.Automation;
using MimCm.Names;
using MimCm.PowerShell.Names;

namespace MimCm;

/// <summary>One server as one identity, with connections and cookies of its own. May be used from any runspace.</summary>
public sealed class CmSession : INameProvider
{
    private readonly List<Guid> _unknownOutcomes = [];
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

    /// <summary>The root of the server's API.</summary>
    public Uri Uri => Client.BaseAddress;

    /// <summary>How the session shows who it is: Negotiate, Credential or Bearer.</summary>
    public string Authentication { get; }

    /// <summary>The account it acts as, where that is known.</summary>
    public string? UserName { get; }

    /// <summary>The directory server that names of users are looked up at; null for the caller's own domain.</summary>
    public string? DirectoryServer { get; }

    /// <summary>Whether commands without -Session use it, in the runspace that asks.</summary>
    public bool IsDefault => RunspaceState.Current.Default == this;

    /// <summary>Whether it can still be used.</summary>
    public bool IsConnected => Volatile.Read(ref _disconnected) == 0;

    /// <summary>The requests whose change was under way when a command was stopped, and whose fate is not known.</summary>
    public IReadOnlyList<Guid> UnknownOutcomes
    {
        get
        {
            lock (_unknownOutcomes)
                return [.. _unknownOutcomes];
        }
    }

    /// <summary>The client that holds its connections.</summary>
    internal MimCmClient Client { get; }

    /// <summary>The names it knows.</summary>
    internal SessionNames Names { get; }

    /// <summary>How the session was made, to try the way to its server again.</summary>
    internal MimCmClientOptions Options { get; }

    /// <summary>The session a request was read through; null for one that was not read in this process.</summary>
    internal static CmSession? FromRequest(Request request) => request.Source as CmSession;

    /// <summary>Whether both name the same API: IIS takes paths in any case.</summary>
    internal bool IsSameServer(CmSession other) =>
        Uri.Compare(Uri, other.Uri, UriComponents.HttpRequestUrl, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    internal void AddUnknownOutcome(Guid id)
    {
        lock (_unknownOutcomes)
            _unknownOutcomes.Add(id);
    }

    internal void Disconnect()
    {
        if (Interlocked.Exchange(ref _disconnected, 1) != 0)
            return;

        Client.Dispose();
        Names.Dispose();
    }

    string? INameProvider.FindUser(Guid id) => Names.Users.Find(id);

    string? INameProvider.FindProfileTemplate(Guid id) => null;

    /// <summary>The address.</summary>
    public override string ToString() => Uri.ToString();
}
