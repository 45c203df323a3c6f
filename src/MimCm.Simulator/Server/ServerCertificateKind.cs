namespace MimCm.Simulator;

/// <summary>What is wrong with the certificate that the simulator makes for itself.</summary>
public enum ServerCertificateKind
{
    /// <summary>Nothing but that nobody trusts it; for localhost, 127.0.0.1 and ::1.</summary>
    SelfSigned,
    Expired,
    NotYetValid,

    /// <summary>For a host of another name.</summary>
    WrongName,
}
