namespace MimCm.Identity.Tests;

/// <summary>A test that is skipped, with a message, if the machine does not have what it needs.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(Needs what)
    {
        if (Missing(what) is not { } reason)
            return;

        Skip = reason;
        LeftOut.Note(reason);
    }

    private static string? Missing(Needs what) => what switch
    {
        Needs.Kerberos when !KerberosRealm.IsSupported =>
            "Kerberos was not tested: krb5-kdc, krb5-admin-server and krb5-user are not installed.",
        Needs.Ntlm when !OperatingSystem.IsLinux() || !Directory.Exists("/etc/gss/mech.d") || Directory.GetFiles("/etc/gss/mech.d", "*ntlmssp*").Length == 0 =>
            "NTLM was not tested: gss-ntlmssp is not installed.",
        Needs.Proxy when !InstalledPrograms.Include("tinyproxy") => "A real proxy was not tested: tinyproxy is not installed.",
        Needs.OpenSsl when !InstalledPrograms.Include("openssl") => "Old versions of TLS were not tested: openssl is not installed.",
        _ => null,
    };
}
