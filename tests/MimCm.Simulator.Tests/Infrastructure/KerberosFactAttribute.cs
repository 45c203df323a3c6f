namespace MimCm.Simulator.Tests;

/// <summary>A test that needs its own key distribution center (Debian: krb5-kdc and krb5-admin-server).</summary>
internal sealed class KerberosFactAttribute : FactAttribute
{
    public KerberosFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !KerberosRealm.Tools.All(File.Exists))
            Skip = "krb5-kdc and krb5-admin-server are not installed.";
    }
}
