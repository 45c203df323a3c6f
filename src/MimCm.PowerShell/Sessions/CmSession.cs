using System.Management.Automation;

namespace MimCm;

/// <summary>One server as one identity, with connections and cookies of its own. May be used from any runspace.</summary>
public sealed class CmSession
{
    private readonly List<Guid> _unknownOutcomes = [];
    private int _disconnected;

    internal CmSession(MimCmClientOptions options, string authentication, string? userName)
    {
        Options = options;
        Client = MimCmClient.Create(options, source: this);
        Authentication = authentication;
        UserName = userName;
    }

    /// <summary>The root of the server's API.</summary>
    public Uri Uri => Client.BaseAddress;

    /// <summary>How the session shows who it is: Negotiate, Credential or Bearer.</summary>
    public string Authentication { get; }

    /// <summary>The account it acts as, where that is known.</summary>
    public string? UserName { get; }

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
        if (Interlocked.Exchange(ref _disconnected, 1) == 0)
            Client.Dispose();
    }

    /// <summary>The address.</summary>
    public override string ToString() => Uri.ToString();
}
