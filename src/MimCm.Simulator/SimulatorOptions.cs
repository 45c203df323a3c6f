namespace MimCm.Simulator;

/// <summary>The options of a new simulator.</summary>
public sealed record SimulatorOptions
{
    /// <summary>The maximum number of generated requests.</summary>
    public const int MaxRequests = 100_000_000;

    private readonly int? _requests;

    /// <summary>The port on the loopback address; 0 for a free port.</summary>
    public int Port { get; init; }

    /// <summary>The addresses to listen on instead of a port of the loopback address, separated by semicolons.</summary>
    public string? Urls { get; init; }

    /// <summary>The IIS virtual folder.</summary>
    public string Folder { get; init; } = "CertificateManagement";

    /// <summary> The number of requests to generate. The default is 1000, or 0 with <see cref="ExplicitRequests"/>. It always includes Microsoft's
    /// two examples, unless it is 0 and there are <see cref="ExplicitRequests"/>.
    /// </summary>
    public int Requests
    {
        get => _requests ?? (ExplicitRequests is null ? 1000 : 0);
        init => _requests = value;
    }

    /// <summary> Requests to add after the generated ones, at the start and after each reset. A request without an id gets the same id each time.
    /// </summary>
    public IReadOnlyList<StoredRequest>? ExplicitRequests { get; init; }

    /// <summary>The seed of the generator. The same seed generates the same requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The behavior that Microsoft's documentation does not define. It can be changed while the simulator runs.</summary>
    public ServerBehavior Behavior { get; init; } = new();

    /// <summary>The authentication and permission options. They can be changed while the simulator runs.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>The fault rules at the start. They can be changed while the simulator runs.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    public bool Tls { get; init; }

    /// <summary>The kind of certificate to generate if no file is specified.</summary>
    public ServerCertificateKind Certificate { get; init; }

    /// <summary>The path of a PKCS #12 file.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    public ClientCertificatePolicy ClientCertificates { get; init; }

    /// <summary>The clock for changes that take effect late.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The path of a SQLite file that stores the requests between runs; null to keep them in memory.</summary>
    public string? State { get; init; }

    /// <summary>The port on the loopback address for an LDAP directory with the names of the users; 0 for a free port, null for no
    /// directory.</summary>
    public int? DirectoryPort { get; init; }

    /// <summary>The id of a process. When it ends, the simulator stops.</summary>
    public int? Parent { get; init; }

    /// <summary>Whether the web server writes its log to standard error.</summary>
    public bool Verbose { get; init; }
}
