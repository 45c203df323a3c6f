using System.DirectoryServices.Protocols;
using System.Net;

namespace MimCm.DirectoryServices.Tests;

[Collection(nameof(DomainController))]
public sealed class BindTests(DomainController controller)
{
    [DirectoryFact]
    public async Task CallerWithATicketIsAccepted()
    {
        using var directory = new UserDirectory(controller.OptionsWithTicket);

        var reader = Assert.Single(await directory.FindByNameAsync("reader", default));

        Assert.Equal(@"CONTOSO\reader", reader.Name);
    }

    [DirectoryFact]
    public async Task CredentialIsAcceptedOverTls()
    {
        using var directory = new UserDirectory(controller.OptionsWithPassword);

        var reader = Assert.Single(await directory.FindByNameAsync("reader", default));

        Assert.Equal(@"CONTOSO\reader", reader.Name);
    }

    [DirectoryFact]
    public async Task WrongPasswordIsReportedAsNotAccepted()
    {
        var options = controller.OptionsWithPassword;
        options.Credential = new NetworkCredential("reader", "wrong", "CONTOSO");
        using var directory = new UserDirectory(options);

        var failure = await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));

        Assert.Contains("rejected the sign-in", failure.Message, StringComparison.Ordinal);
    }

    [DirectoryFact]
    public async Task PasswordIsNeverSentWithoutTls()
    {
        await using var relay = new TcpRelay(new IPEndPoint(IPAddress.Parse(controller.Address), DirectoryOptions.LdapPort), IPAddress.Loopback);
        var options = controller.OptionsWithPassword;
        options.Server = "127.0.0.1";
        options.Port = relay.Port;
        options.UseTls = false;
        using var directory = new UserDirectory(options);

        await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));

        Assert.Equal(0, relay.Requests);
    }

    [DirectoryFact]
    public async Task PasswordIsNotSentToAServerWithACertificateOfAnotherHost()
    {
        await using var relay = new TcpRelay(new IPEndPoint(IPAddress.Parse(controller.Address), DirectoryOptions.LdapsPort), IPAddress.Loopback);
        var options = controller.OptionsWithPassword;
        options.Server = "127.0.0.1";
        options.Port = relay.Port;
        options.UseTls = true;
        using var directory = new UserDirectory(options);

        var failure = await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));

        Assert.IsType<LdapException>(failure.InnerException);
    }

    [DirectoryFact]
    public async Task CallerWithoutATicketIsNotAccepted()
    {
        NativeEnvironment.ActAs("nobody");
        try
        {
            using var directory = new UserDirectory(controller.OptionsWithTicket);

            await Assert.ThrowsAsync<DirectoryUnavailableException>(() => directory.FindByNameAsync("reader", default));
        }
        finally
        {
            NativeEnvironment.ActAs("reader");
        }
    }

    [DirectoryFact]
    public void DomainIsTheRealmOfTheTicket() =>
        Assert.Equal("CONTOSO.TEST", TicketCache.TryReadRealm(NativeEnvironment.TicketOf("reader")));
}
