using System.Diagnostics;

namespace MimCm.Identity.Tests;

/// <summary>A Kerberos realm with two users, each with a ticket, and the service HTTP/localhost, during its tests.</summary>
public sealed class Realm : IAsyncLifetime
{
    private const string User1 = "11111111-0000-4000-8000-000000000001";
    private const string User2 = "22222222-0000-4000-8000-000000000002";

    private readonly string _folder = Directory.CreateTempSubdirectory("mimcm-realm-").FullName;
    private Process? _script;
    private IdentitySimulator? _server;

    /// <summary>The service HTTP/localhost; null without Kerberos.</summary>
    internal IdentitySimulator? Server => _server;

    /// <summary>The environment of a user without a ticket.</summary>
    public IReadOnlyDictionary<string, string> Nobody => As("nobody");

    public static string PasswordOf(string user) => $"Password-of-{user}";

    /// <summary>The environment of a user with a ticket.</summary>
    public IReadOnlyDictionary<string, string> As(string user) => Environment(("KRB5CCNAME", $"{user}.cache"));

    /// <summary>The environment of a user whose ticket expires after this time.</summary>
    public async Task<IReadOnlyDictionary<string, string>> WithShortTicketAsync(string user, TimeSpan lifetime)
    {
        var environment = Environment(("KRB5CCNAME", $"{user}.short"));
        using var kinit = Child.Start("kinit", ["-l", $"{lifetime.TotalSeconds}s", user], environment);
        await kinit.StandardInput.WriteLineAsync(PasswordOf(user));
        await kinit.WaitForExitAsync().WaitAsync(Child.ResponseTimeout);
        Assert.Equal(0, kinit.ExitCode);
        return environment;
    }

    public async Task InitializeAsync()
    {
        // If the packages are missing, the tests that need them are skipped.
        if (new NeedsFactAttribute(Needs.Kerberos).Skip is not null)
            return;

        (_script, _) = await Child.StartScriptAsync("realm.sh", _folder);
        _server = await IdentitySimulator.StartAsync(
            Environment(("KRB5_KTNAME", "http.keytab")),
            "--auth", "negotiate", "--requests", "200", "--user", $"user1={User1}", "--user", $"user2={User2}");
    }

    public Task DisposeAsync()
    {
        _server?.Dispose();
        if (_script is not null)
            Child.Stop(_script);

        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    private Dictionary<string, string> Environment((string Name, string File) own) => new()
    {
        ["KRB5_CONFIG"] = Path.Combine(_folder, "krb5.conf"),
        [own.Name] = Path.Combine(_folder, own.File),
    };
}
