using System.Diagnostics;

namespace MimCm.Tests;

/// <summary>A Kerberos realm with two users, each with a ticket, and the service HTTP/localhost, until it is disposed of.</summary>
internal sealed class KerberosRealm : IDisposable
{
    public const string Name = "MIMCM.TEST";

    private readonly string _folder;
    private readonly Process _script;

    private KerberosRealm(string folder, Process script)
    {
        _folder = folder;
        _script = script;
    }

    /// <summary>Whether this computer has what a realm needs: krb5-kdc, krb5-admin-server and krb5-user.</summary>
    public static bool IsSupported => InstalledPrograms.Include("krb5kdc", "kdb5_util", "kadmin.local", "kinit");

    /// <summary>The environment of the service.</summary>
    public IReadOnlyDictionary<string, string> Service => Environment("KRB5_KTNAME", "http.keytab");

    public static string PasswordOf(string user) => $"Password-of-{user}";

    public static async Task<KerberosRealm> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mimcm-realm-").FullName;
        var (script, _) = await IsolatedProcess.StartScriptAsync("TestSupport/realm.sh", folder);
        return new KerberosRealm(folder, script);
    }

    /// <summary>The environment of user1, user2, or a user without a ticket.</summary>
    public IReadOnlyDictionary<string, string> As(string user) => Environment("KRB5CCNAME", $"{user}.cache");

    /// <summary>The environment of a user whose ticket has the specified lifetime.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WithShortTicketAsync(string user, TimeSpan lifetime)
    {
        var environment = Environment("KRB5CCNAME", $"{user}.short");
        var start = IsolatedProcess.CreateStartInfo("kinit", ["-l", $"{lifetime.TotalSeconds}s", user], environment);
        var (exitCode, _, errors) = await ChildProcess.RunAsync(start, IsolatedProcess.ResponseTimeout, PasswordOf(user) + "\n");
        Assert.True(exitCode == 0, errors);
        return environment;
    }

    public void Dispose()
    {
        IsolatedProcess.Stop(_script);
        Directory.Delete(_folder, recursive: true);
    }

    private Dictionary<string, string> Environment(string name, string file) => new()
    {
        ["KRB5_CONFIG"] = Path.Combine(_folder, "krb5.conf"),
        [name] = Path.Combine(_folder, file),
    };
}
