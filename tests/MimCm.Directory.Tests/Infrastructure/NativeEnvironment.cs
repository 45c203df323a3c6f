using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MimCm.DirectoryServices.Tests;

/// <summary>The environment that the Kerberos and LDAP libraries of this process read, which is not the one that .NET changes. The LDAP
/// library reads it once, when it is first used: hence the module initializer.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>The folder of this test run: tickets, certificates, the domain controller.</summary>
    public static string Folder { get; } = Directory.CreateTempSubdirectory("mimcm-directory-").FullName;

    public static string CertificateAuthority { get; } = Path.Combine(Folder, "ca.pem");

    public static string KerberosConfiguration { get; } = Path.Combine(Folder, "krb5.conf");

    public static string TicketOf(string user) => Path.Combine(Folder, $"{user}.cache");

    /// <summary>Uses the ticket of this user in this process.</summary>
    public static void ActAs(string user) => Set("KRB5CCNAME", TicketOf(user));

    [ModuleInitializer]
    internal static void Initialize()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
        Set("LDAPTLS_CACERT", CertificateAuthority);
        Set("KRB5_CONFIG", KerberosConfiguration);

        // The service principal name is of the address that the test connects to, not of what DNS calls it.
        Set("LDAPSASL_NOCANON", "on");
        ActAs("nobody");
    }

    private static void Set(string name, string value)
    {
        Environment.SetEnvironmentVariable(name, value);
        if (OperatingSystem.IsLinux() && SetNative(name, value, 1) != 0)
            throw new InvalidOperationException($"The environment variable {name} could not be set.");
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNative(string name, string value, int overwrite);
}
