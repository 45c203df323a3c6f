namespace MimCm.Simulator;

/// <summary>The kind of certificate that the simulator generates.</summary>
public enum ServerCertificateKind
{
    /// <summary>Valid for localhost, 127.0.0.1 and ::1, but not trusted.</summary>
    SelfSigned,
    Expired,
    NotYetValid,

    /// <summary>Valid for another host name.</summary>
    WrongName,
}
