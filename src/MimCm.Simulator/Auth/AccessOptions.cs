namespace MimCm.Simulator;

/// <summary>The authentication and permission options. They can be changed while the simulator runs.</summary>
public sealed record AccessOptions
{
    public AuthenticationMode Authentication { get; init; }

    /// <summary>Whether NTLM is offered in addition to Negotiate.</summary>
    public bool Ntlm { get; init; }

    /// <summary>Whether each call must authenticate. By default a connection stays authenticated, like in IIS.</summary>
    public bool EachRequest { get; init; }

    /// <summary>The users by name. A name is either complete (alice@CONTOSO.COM, CONTOSO\alice) or only the account name (alice).</summary>
    public IReadOnlyDictionary<string, Guid> Users { get; init; } = new Dictionary<string, Guid>();

    public IReadOnlyList<BearerToken> Tokens { get; init; } = [];

    /// <summary>The permissions. Without any, every caller has all permissions. Otherwise, a caller has the permissions that are granted
    /// here.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    /// <summary>The name of the cookie that the first response of a session sets.</summary>
    public string? SessionCookie { get; init; }
}
