namespace MimCm.Simulator;

/// <summary>How callers authenticate.</summary>
public enum AuthenticationMode
{
    None,

    /// <summary>Windows Integrated Authentication: Kerberos or NTLM, as supported by the security libraries of this computer.</summary>
    Negotiate,

    /// <summary>A bearer token, as issued by AD FS.</summary>
    Bearer,
}
