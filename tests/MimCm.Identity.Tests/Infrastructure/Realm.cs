namespace MimCm.Identity.Tests;

/// <summary>A Kerberos realm and a simulator that is its service, during its tests.</summary>
public sealed class Realm : IAsyncLifetime
{
    private const string User1 = "11111111-0000-4000-8000-000000000001";
    private const string User2 = "22222222-0000-4000-8000-000000000002";

    private KerberosRealm? _kerberos;

    /// <summary>The service HTTP/localhost; null without Kerberos.</summary>
    internal IdentitySimulator? Server { get; private set; }

    /// <summary>The environment of a user without a ticket.</summary>
    public IReadOnlyDictionary<string, string> Nobody => As("nobody");

    public static string PasswordOf(string user) => KerberosRealm.PasswordOf(user);

    /// <summary>The environment of a user with a ticket.</summary>
    public IReadOnlyDictionary<string, string> As(string user) => _kerberos!.As(user);

    /// <summary>The environment of a user whose ticket expires after this time.</summary>
    public Task<IReadOnlyDictionary<string, string>> WithShortTicketAsync(string user, TimeSpan lifetime) => _kerberos!.WithShortTicketAsync(user, lifetime);

    public async Task InitializeAsync()
    {
        // If the packages are missing, the tests that need them are skipped.
        if (!KerberosRealm.IsSupported)
            return;

        _kerberos = await KerberosRealm.StartAsync();
        Server = await IdentitySimulator.StartAsync(
            _kerberos.Service, "--auth", "negotiate", "--requests", "200", "--user", $"user1={User1}", "--user", $"user2={User2}");
    }

    public Task DisposeAsync()
    {
        Server?.Dispose();
        _kerberos?.Dispose();
        return Task.CompletedTask;
    }
}
