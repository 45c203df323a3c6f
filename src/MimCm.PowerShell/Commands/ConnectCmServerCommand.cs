using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Connect-CmServer: connects to a server and makes the session the default of the runspace, once the server has accepted the identity.</summary>
[Cmdlet(VerbsCommunications.Connect, "CmServer", HelpUri = HelpPages.Folder + "Connect-CmServer.md")]
[OutputType(typeof(CmSession))]
public sealed class ConnectCmServerCommand : CmCmdletBase
{
    private readonly RunspaceState _state = RunspaceState.Current;
    private readonly HashSet<string> _ignored = [];
    private bool _hasBegun;
    private CmSession? _session;

    /// <summary>The server: its host, its virtual folder or the root of its API. The default scheme is https.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ServerUriTransformation]
    [ArgumentCompleter(typeof(ServerUriCompleter))]
    public Uri Uri { get; set; } = null!;

    /// <summary>The account to sign in with.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>An access token from AD FS.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>A script block that returns an access token. It is called whenever a token is needed.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? AccessTokenProvider { get; set; }

    /// <summary>A client certificate.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The proxy to use. The default scheme is http.</summary>
    [Parameter]
    [ValidateNotNull]
    [ServerUriTransformation(DefaultScheme = "http", IsProxy = true)]
    public Uri? Proxy { get; set; }

    /// <summary>The account for the proxy.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Use no proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Accept any server certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allow http instead of https for other computers and for credentials.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>The directory server for the names of users: a host name with an optional port.</summary>
    [Parameter]
    [ValidateDirectoryServer]
    public string? DirectoryServer { get; set; }

    /// <summary>The maximum time without data from the server, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>The maximum number of retries of a call, if a retry is safe.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>The interval before the first retry, in seconds. It doubles for each further retry.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Write the session to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => BeginConnect();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IgnoreDefaultIdentities();
        if ((ValidateAddress(Uri) ?? ValidateAddress(Use(nameof(Proxy), Proxy))) is { } error)
            Fail(error);

        ThrowIfParametersConflict();
        try
        {
            _session = CreateSession();
            RunTask(WithVerboseOutput(_session.Client).ProbeAsync);
        }
        catch (ArgumentException e)
        {
            Fail(ErrorRecordFactory.InvalidParameter(e.Message, MyInvocation.MyCommand.Name, e));
        }
        catch (MimCmException e) when (e is { Error: MimCmError.Forbidden, IsHtmlResponse: false })
        {
            WriteWarning(Strings.MayNotList.With(_session));
        }
        catch (MimCmException e)
        {
            Fail(e.ToErrorRecord(e.Uri, _session));
        }

        var session = _session!;
        _session = null;
        _state.EndConnect(session);
        if (PassThru)
            WriteObject(session);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session?.Disconnect();

        // A binding error is also a failed Connect. This is not in the constructor, because completion creates the cmdlet too.
        if (!_hasBegun)
            BeginConnect();
    }

    private void BeginConnect()
    {
        _hasBegun = true;
        _state.BeginConnect();
    }

    /// <summary>Determines the identity and the proxy. Parameters of the call override $PSDefaultParameterValues.</summary>
    private void IgnoreDefaultIdentities()
    {
        string[] identities = [nameof(Credential), nameof(AccessToken), nameof(AccessTokenProvider)];
        _ignored.UnionWith(identities.Any(IsSpecified) ? identities.Where(name => !IsSpecified(name)) : []);
        if (IsSpecified(nameof(NoProxy)))
            _ignored.UnionWith(new[] { nameof(Proxy), nameof(ProxyCredential) }.Where(name => !IsSpecified(name)));
        else if (IsSpecified(nameof(Proxy)) || IsSpecified(nameof(ProxyCredential)))
            _ignored.Add(nameof(NoProxy));
    }

    private T? Use<T>(string parameter, T? value) => _ignored.Contains(parameter) ? default : value;

    private void ThrowIfParametersConflict()
    {
        var identities = new object?[]
        {
            Use(nameof(Credential), Credential), Use(nameof(AccessToken), AccessToken), Use(nameof(AccessTokenProvider), AccessTokenProvider),
        };
        if (identities.Count(given => given is not null) > 1)
            Fail(ErrorRecordFactory.InvalidParameter(Strings.OneIdentity, MyInvocation.MyCommand.Name));

        if (Use(nameof(NoProxy), (bool)NoProxy) && (Use(nameof(Proxy), Proxy) is not null || Use(nameof(ProxyCredential), ProxyCredential) is not null))
            Fail(ErrorRecordFactory.InvalidParameter(Strings.ProxyOrNone, MyInvocation.MyCommand.Name));
    }

    private CmSession CreateSession()
    {
        var credential = Use(nameof(Credential), Credential);
        var options = new MimCmClientOptions
        {
            Address = Uri,
            Credential = credential?.GetNetworkCredential(),
            AccessToken = CreateTokenProvider(),
            Certificate = Certificate,
            Proxy = Use(nameof(Proxy), Proxy),
            ProxyCredential = Use(nameof(ProxyCredential), ProxyCredential)?.GetNetworkCredential(),
            NoProxy = Use(nameof(NoProxy), (bool)NoProxy),
            SkipCertificateCheck = SkipCertificateCheck,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
        };

        return credential is not null ? new CmSession(options, AuthenticationScheme.Credential, credential.UserName, DirectoryServer)
            : options.AccessToken is not null ? new CmSession(options, AuthenticationScheme.Bearer, userName: null, DirectoryServer)
            : new CmSession(options, AuthenticationScheme.Negotiate, AuthenticationScheme.CurrentUserName, DirectoryServer);
    }

    private MimCm.AccessTokenProvider? CreateTokenProvider() =>
        Use(nameof(AccessToken), AccessToken) is { } token ? ScriptBlockTokenProvider.FromToken(token)
        : Use(nameof(AccessTokenProvider), AccessTokenProvider) is { } provider ? ScriptBlockTokenProvider.FromScriptBlock(provider)
        : null;

    private void Fail(ErrorRecord error)
    {
        _state.FailConnect(Strings.ConnectFailed.With(error.Exception.Message), _session);
        ThrowTerminatingError(error);
    }
}
