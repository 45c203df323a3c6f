namespace MimCm.Simulator;

/// <summary>Who is let in, who they are, and what they may do. May change while the simulator runs.</summary>
public sealed record AccessOptions
{
    public AuthenticationMode Authentication { get; init; }

    /// <summary>Whether NTLM is offered by its own name beside Negotiate.</summary>
    public bool Ntlm { get; init; }

    /// <summary>Whether each call authenticates anew; by default a connection keeps its caller, as in IIS.</summary>
    public bool EachRequest { get; init; }

    /// <summary>Which user a name is. A name may be whole (alice@CONTOSO.COM, CONTOSO\alice) or alone (alice).</summary>
    public IReadOnlyDictionary<string, Guid> Users { get; init; } = new Dictionary<string, Guid>();

    public IReadOnlyList<BearerToken> Tokens { get; init; } = [];

    /// <summary>None at all: everybody may do everything. Else only what some permission grants.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    /// <summary>The name of a cookie that the first answer of a session sets.</summary>
    public string? SessionCookie { get; init; }
}
