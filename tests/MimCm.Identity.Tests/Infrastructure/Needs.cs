namespace MimCm.Identity.Tests;

/// <summary>What a test needs on the machine (packages of Debian).</summary>
internal enum Needs
{
    /// <summary>krb5-kdc, krb5-admin-server, krb5-user.</summary>
    Kerberos,

    /// <summary>gss-ntlmssp.</summary>
    Ntlm,

    /// <summary>tinyproxy.</summary>
    Proxy,

    /// <summary>openssl.</summary>
    OpenSsl,
}
