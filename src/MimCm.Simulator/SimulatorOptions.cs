namespace MimCm.Simulator;

/// <summary>How a simulator starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>How many requests can be generated at most.</summary>
    public const int MaxRequests = 100_000_000;

    private readonly int? _requests;

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Addresses to listen on instead of a port of the loopback address, separated by semicolons.</summary>
    public string? Urls { get; init; }

    /// <summary>The IIS virtual folder.</summary>
    public string Folder { get; init; } = "CertificateManagement";

    /// <summary>
    /// How many requests to make: 1000, and beside <see cref="ExplicitRequests"/> none. The documentation's two are always among them,
    /// but for 0 beside <see cref="ExplicitRequests"/>.
    /// </summary>
    public int Requests
    {
        get => _requests ?? (ExplicitRequests is null ? 1000 : 0);
        init => _requests = value;
    }

    /// <summary>
    /// Requests chosen one by one, after those that are made, at the start and after each reset. One without an id gets one,
    /// the same each time.
    /// </summary>
    public IReadOnlyList<StoredRequest>? ExplicitRequests { get; init; }

    /// <summary>Equal seeds make equal requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The unknowns of the real server; these may change while it runs.</summary>
    public ServerBehavior Behavior { get; init; } = new();

    /// <summary>Who is let in; this may change while it runs.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>What goes wrong from the start; this may change while it runs.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    public bool Tls { get; init; }

    /// <summary>The kind of certificate to make where there is no file.</summary>
    public ServerCertificateKind Certificate { get; init; }

    /// <summary>A PKCS#12 file.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    public ClientCertificatePolicy ClientCertificates { get; init; }

    /// <summary>A SQLite file that keeps the requests from one start to the next; null keeps them in memory.</summary>
    public string? State { get; init; }

    /// <summary>A port of the loopback address for an LDAP directory that names the users; 0 takes a free port, null starts none.</summary>
    public int? DirectoryPort { get; init; }

    /// <summary>Stop when this process is gone.</summary>
    public int? Parent { get; init; }

    /// <summary>Log each call to the standard error stream.</summary>
    public bool Verbose { get; init; }
}
