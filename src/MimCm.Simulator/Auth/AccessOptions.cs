namespace MimCm.Simulator;

/// <summary>Authentication and permissions; they can be changed while the simulator runs.</summary>
public sealed record AccessOptions
{
    public AuthenticationMode Authentication { get; init; }

    /// <summary>Whether NTLM is offered beside Negotiate.</summary>
    public bool Ntlm { get; init; }

    /// <summary>Whether each call has to authenticate; by default a connection stays authenticated, as in IIS.</summary>
    public bool EachRequest { get; init; }

    /// <summary>The users by name. A name is complete (alice@CONTOSO.COM, CONTOSO\alice) or the account name only (alice).</summary>
    public IReadOnlyDictionary<string, Guid> Users { get; init; } = new Dictionary<string, Guid>();

    public IReadOnlyList<BearerToken> Tokens { get; init; } = [];

    /// <summary>Without permissions everybody may do everything; otherwise a caller may do what one of them grants.</summary>
    public IReadOnlyList<Permission> Permissions { get; init; } = [];

    /// <summary>The name of a cookie that the first response of a session sets.</summary>
    public string? SessionCookie { get; init; }
}
