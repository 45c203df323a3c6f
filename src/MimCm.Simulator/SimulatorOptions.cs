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

    /// <summary>Stop when this process is gone.</summary>
    public int? Parent { get; init; }

    /// <summary>Log each call to the standard error stream.</summary>
    public bool Verbose { get; init; }
}
