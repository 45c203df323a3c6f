namespace MimCm.Simulator;

/// <summary>How callers authenticate.</summary>
public enum AuthenticationMode
{
    None,

    /// <summary>Windows Integrated Authentication: Kerberos or NTLM, as this machine's security libraries offer them.</summary>
    Negotiate,

    /// <summary>A bearer token, as ADFS issues it.</summary>
    Bearer,
}
