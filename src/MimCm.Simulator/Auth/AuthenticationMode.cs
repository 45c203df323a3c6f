namespace MimCm.Simulator;

/// <summary>How the product asks who calls.</summary>
public enum AuthenticationMode
{
    None,

    /// <summary>Windows Integrated Authentication: Kerberos or NTLM, whichever this machine's security libraries offer.</summary>
    Negotiate,

    /// <summary>A token of ADFS.</summary>
    Bearer,
}
