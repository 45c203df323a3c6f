namespace MimCm.Simulator;

/// <summary>The options that a simulator starts with.</summary>
public sealed record SimulatorOptions
{
    /// <summary>How many requests can be generated at most.</summary>
    public const int MaxRequests = 100_000_000;

    private readonly int? _requests;

    /// <summary>0 for a free port.</summary>
    public int Port { get; init; }

    /// <summary>Addresses to listen on instead of a port of the loopback address, separated by semicolons.</summary>
    public string? Urls { get; init; }

    /// <summary>The IIS virtual folder.</summary>
    public string Folder { get; init; } = "CertificateManagement";

    /// <summary>
    /// How many requests to generate: by default 1000, or none with <see cref="ExplicitRequests"/>. Microsoft's two examples are always
    /// among them, except for 0 with <see cref="ExplicitRequests"/>.
    /// </summary>
    public int Requests
    {
        get => _requests ?? (ExplicitRequests is null ? 1000 : 0);
        init => _requests = value;
    }

    /// <summary>
    /// Requests to hold after the generated ones, at the start and after each reset. One without an id gets the same one each time.
    /// </summary>
    public IReadOnlyList<StoredRequest>? ExplicitRequests { get; init; }

    /// <summary>The same seed generates the same requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Behavior that the documentation leaves open; it can be changed while the simulator runs.</summary>
    public ServerBehavior Behavior { get; init; } = new();

    /// <summary>Authentication and permissions; these can be changed while the simulator runs.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>The faults at the start; these can be changed while the simulator runs.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    public bool Tls { get; init; }

    /// <summary>The kind of certificate to generate where there is no file.</summary>
    public ServerCertificateKind Certificate { get; init; }

    /// <summary>A PKCS#12 file.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    public ClientCertificatePolicy ClientCertificates { get; init; }

    /// <summary>The clock by which changes take effect late.</summary>
    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>A SQLite file that keeps the requests between runs; null keeps them in memory.</summary>
    public string? State { get; init; }

    /// <summary>A port of the loopback address for an LDAP directory that names the users; 0 takes a free port, null starts none.</summary>
    public int? DirectoryPort { get; init; }

    /// <summary>The process with which the simulator stops.</summary>
    public int? Parent { get; init; }

    /// <summary>Whether the web server logs to standard error.</summary>
    public bool Verbose { get; init; }
}
