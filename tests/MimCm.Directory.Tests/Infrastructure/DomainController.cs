using System.Diagnostics;
using System.DirectoryServices.Protocols;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MimCm.DirectoryServices.Tests;

/// <summary>A real domain controller of the domain CONTOSO (contoso.test), provisioned for the test run.</summary>
public sealed class DomainController : IAsyncLifetime
{
    public const string DomainName = "DC=contoso,DC=test";
    public const string Password = "Passw0rd-of-everyone";

    private const int CannotSignIn = 0x202 | PasswordNotRequired;
    private const int PasswordNotRequired = 0x20;
    private const int NormalAccount = 0x200;

    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(90);

    // A loopback address of its own, so that the fixed ports of a domain controller are free on any machine.
    private readonly string _address =
        $"127.{RandomNumberGenerator.GetInt32(2, 250)}.{RandomNumberGenerator.GetInt32(2, 250)}.{RandomNumberGenerator.GetInt32(2, 250)}";
    private Process? _script;

    public string Address => _address;

    /// <summary>Options for the caller with a ticket.</summary>
    internal DirectoryOptions OptionsWithTicket => new() { Server = _address };

    /// <summary>Options with a password, which is sent over TLS only.</summary>
    internal DirectoryOptions OptionsWithPassword => new() { Server = _address, Credential = new NetworkCredential("reader", Password, "CONTOSO") };

    /// <summary>Reads the objectGUID of a created object.</summary>
    public Guid FindId(string distinguishedName)
    {
        using var connection = ConnectAsAdministrator();
        return FindId(connection, distinguishedName);
    }

    /// <summary>Creates a user account and returns its objectGUID.</summary>
    internal Guid Add(string relativeName, string account, bool isEnabled = true, params (string Name, string Value)[] attributes) =>
        AddMany([(relativeName, account, isEnabled, attributes)])[0];

    internal Guid[] AddMany(IEnumerable<(string RelativeName, string Account, bool IsEnabled, (string Name, string Value)[] Attributes)> users)
    {
        using var connection = ConnectAsAdministrator();
        return [.. users.Select(user =>
        {
            var name = $"{user.RelativeName},{DomainName}";
            var control = user.IsEnabled ? NormalAccount | PasswordNotRequired : CannotSignIn;
            var request = new AddRequest(name, "user");
            request.Attributes.Add(new DirectoryAttribute("sAMAccountName", user.Account));
            request.Attributes.Add(new DirectoryAttribute("userAccountControl", $"{control}"));
            foreach (var (attribute, value) in user.Attributes)
                request.Attributes.Add(new DirectoryAttribute(attribute, value));

            connection.SendRequest(request);
            return FindId(connection, name);
        })];
    }

    internal void AddContainer(string relativeName)
    {
        using var connection = ConnectAsAdministrator();
        connection.SendRequest(new AddRequest($"{relativeName},{DomainName}", "organizationalUnit"));
    }

    internal void Delete(string relativeName)
    {
        using var connection = ConnectAsAdministrator();
        connection.SendRequest(new DeleteRequest($"{relativeName},{DomainName}"));
    }

    public async Task InitializeAsync()
    {
        if (!DirectoryFactAttribute.CanRun)
            return;

        WriteCertificate();
        File.WriteAllText(NativeEnvironment.KerberosConfiguration, $$"""
            [libdefaults]
             default_realm = CONTOSO.TEST
             dns_lookup_realm = false
             dns_lookup_kdc = false
             dns_canonicalize_hostname = false
             rdns = false
            [realms]
             CONTOSO.TEST = {
              kdc = {{_address}}
             }
            """);
        var script = Path.Combine(AppContext.BaseDirectory, "Infrastructure", "domain-controller.sh");
        _script = Start("sh", script, NativeEnvironment.Folder, _address, Password);
        if (await _script.StandardOutput.ReadLineAsync().WaitAsync(ResponseTimeout) != "ready")
            throw new InvalidOperationException(await _script.StandardError.ReadToEndAsync());

        var connection = await UntilAnsweringAsync(ConnectAsAdministrator);
        using (connection)
        {
            connection.SendRequest(new ModifyRequest($"CN=DC1,OU=Domain Controllers,{DomainName}", DirectoryAttributeOperation.Add,
                "servicePrincipalName", $"ldap/{_address}"));
            var request = new AddRequest($"CN=Reader,CN=Users,{DomainName}", "user");
            request.Attributes.Add(new DirectoryAttribute("sAMAccountName", "reader"));
            request.Attributes.Add(new DirectoryAttribute("userAccountControl", $"{NormalAccount}"));
            request.Attributes.Add(new DirectoryAttribute("unicodePwd", Encoding.Unicode.GetBytes($"\"{Password}\"")));
            connection.SendRequest(request);
        }

        using var kinit = Start("kinit", "-c", NativeEnvironment.TicketOf("reader"), "reader");
        await kinit.StandardInput.WriteLineAsync(Password);
        await kinit.WaitForExitAsync().WaitAsync(ResponseTimeout);
        Assert.True(kinit.ExitCode == 0, await kinit.StandardError.ReadToEndAsync());
        NativeEnvironment.ActAs("reader");
    }

    public Task DisposeAsync()
    {
        if (_script is not null)
        {
            _script.StandardInput.Close();
            if (!_script.WaitForExit(ResponseTimeout))
                _script.Kill(entireProcessTree: true);

            _script.Dispose();
        }

        return Task.CompletedTask;
    }

    private static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private static async Task<LdapConnection> UntilAnsweringAsync(Func<LdapConnection> connect)
    {
        LdapConnection? connection = null;
        await Eventually.TrueAsync(() =>
        {
            try
            {
                connection = connect();
                return true;
            }
            catch (LdapException)
            {
                return false;
            }
        });
        return connection!;
    }

    private static Guid FindId(LdapConnection connection, string distinguishedName)
    {
        var response = (SearchResponse)connection.SendRequest(new SearchRequest(distinguishedName, "(objectClass=*)", SearchScope.Base, "objectGUID"));
        return new Guid((byte[])response.Entries[0].Attributes["objectGUID"].GetValues(typeof(byte[]))[0]);
    }

    private LdapConnection ConnectAsAdministrator()
    {
        var connection = new LdapConnection(new LdapDirectoryIdentifier(_address, DirectoryOptions.LdapsPort)) { AuthType = AuthType.Basic };
        connection.SessionOptions.ProtocolVersion = 3;
        connection.SessionOptions.SecureSocketLayer = true;
        connection.Bind(new NetworkCredential(@"CONTOSO\Administrator", Password));
        return connection;
    }

    private void WriteCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=dc1.contoso.test", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("dc1.contoso.test");
        names.AddDnsName(_address);
        names.AddIpAddress(IPAddress.Parse(_address));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(NativeEnvironment.CertificateAuthority, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(NativeEnvironment.Folder, "server.pem"), certificate.ExportCertificatePem());
        var keyFile = Path.Combine(NativeEnvironment.Folder, "server.key");
        File.WriteAllText(keyFile, key.ExportRSAPrivateKeyPem());

        // Samba accepts no key file that others can read.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
