using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace MimCm.Simulator.Tests;

/// <summary>A Kerberos realm with one user and one service, during a test.</summary>
internal sealed partial class KerberosRealm : IDisposable
{
    public const string Name = "CONTOSO.TEST";
    public const string Password = "Passw0rd";

    public static readonly string[] Tools = ["/usr/sbin/krb5kdc", "/usr/sbin/kdb5_util", "/usr/sbin/kadmin.local"];

    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-realm-").FullName;
    private readonly Process _kdc;

    public KerberosRealm()
    {
        var port = FreePort();
        Write("krb5.conf", $$"""
            [libdefaults]
             default_realm = {{Name}}
             dns_lookup_realm = false
             dns_lookup_kdc = false
             rdns = false
             dns_canonicalize_hostname = false
            [realms]
             {{Name}} = {
              kdc = 127.0.0.1:{{port}}
             }
            [domain_realm]
             localhost = {{Name}}
            """);
        Write("kdc.conf", $$"""
            [kdcdefaults]
             kdc_listen = 127.0.0.1:{{port}}
             kdc_tcp_listen = 127.0.0.1:{{port}}
            [realms]
             {{Name}} = {
              database_name = {{_folder}}/principal
              key_stash_file = {{_folder}}/stash
             }
            [logging]
             kdc = FILE:{{_folder}}/kdc.log
            """);
        Environment = new Dictionary<string, string>
        {
            ["KRB5_CONFIG"] = Path.Combine(_folder, "krb5.conf"),
            ["KRB5_KDC_PROFILE"] = Path.Combine(_folder, "kdc.conf"),
            ["KRB5_KTNAME"] = Path.Combine(_folder, "http.keytab"),
            ["KRB5CCNAME"] = Path.Combine(_folder, "cache"),
        };
        Run(Tools[1], "create", "-s", "-r", Name, "-P", "master");
        Run(Tools[2], "-r", Name, "-q", $"addprinc -pw {Password} alice");
        Run(Tools[2], "-r", Name, "-q", "addprinc -randkey HTTP/localhost");
        Run(Tools[2], "-r", Name, "-q", $"ktadd -k {Environment["KRB5_KTNAME"]} HTTP/localhost");
        _kdc = Start(Tools[0], "-n");

        // The client is this process, and the Kerberos library reads the C library's environment, not .NET's.
        SetEnvironment("KRB5_CONFIG", Environment["KRB5_CONFIG"], 1);
        SetEnvironment("KRB5CCNAME", Environment["KRB5CCNAME"], 1);
    }

    /// <summary>The environment of a process of this realm.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; }

    public void Dispose()
    {
        _kdc.Kill();
        _kdc.WaitForExit();
        _kdc.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text + "\n");

    private void Run(string file, params string[] arguments)
    {
        using var process = Start(file, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{file} {string.Join(' ', arguments)}");
    }

    private Process Start(string file, params string[] arguments)
    {
        var start = new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
