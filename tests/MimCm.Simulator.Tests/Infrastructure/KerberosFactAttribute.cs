namespace MimCm.Simulator.Tests;

/// <summary>A test that needs its own key distribution center (Debian: krb5-kdc, krb5-admin-server and krb5-user).</summary>
internal sealed class KerberosFactAttribute : FactAttribute
{
    public KerberosFactAttribute()
    {
        if (!KerberosRealm.IsSupported)
            Skip = "krb5-kdc, krb5-admin-server and krb5-user are not installed.";
    }
}
