namespace MimCm.Simulator;

/// <summary>How a simulator starts.</summary>
public sealed record SimulatorOptions
{
    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }

    /// <summary>Addresses to listen on instead of a port of the loopback address, separated by semicolons.</summary>
    public string? Urls { get; init; }

    /// <summary>The IIS virtual folder.</summary>
    public string Folder { get; init; } = "CertificateManagement";

    /// <summary>How many requests there are; the documentation's two are among them, always.</summary>
    public int Requests { get; init; } = 1000;

    /// <summary>Equal seeds make equal requests.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The unknowns of the real server; these may change while it runs.</summary>
    public Unknowns Unknowns { get; init; } = new();

    /// <summary>Who is let in; this may change while it runs.</summary>
    public Access Access { get; init; } = new();

    /// <summary>What goes wrong from the start; this may change while it runs.</summary>
    public IReadOnlyList<FaultRule> Faults { get; init; } = [];

    public bool Tls { get; init; }

    /// <summary>The kind of certificate to make where there is no file.</summary>
    public ServerCertificate Certificate { get; init; }

    /// <summary>A PKCS#12 file.</summary>
    public string? CertificateFile { get; init; }

    public string? CertificatePassword { get; init; }

    public ClientCertificates ClientCertificates { get; init; }

    /// <summary>A SQLite file that keeps the requests from one start to the next; null keeps them in memory.</summary>
    public string? State { get; init; }

    /// <summary>Stop when this process is gone.</summary>
    public int? Parent { get; init; }

    /// <summary>Log each call to the standard error stream.</summary>
    public bool Verbose { get; init; }
}
