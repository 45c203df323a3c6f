using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.PowerShell.Commands;

/// <summary>Connect-CmServer: makes the runspace's default session, once the server has answered and taken the identity.</summary>
[Cmdlet(VerbsCommunications.Connect, "CmServer")]
[OutputType(typeof(CmSession))]
public sealed class ConnectCmServerCommand : CmCmdletBase
{
    private readonly RunspaceState _sessions = RunspaceState.Current;
    private bool _hasBegun;
    private CmSession? _session;

    /// <summary>The server: its host, its virtual folder or the root of its API.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public Uri Uri { get; set; } = null!;

    /// <summary>The account to act as.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    /// <summary>An access token of ADFS.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? AccessToken { get; set; }

    /// <summary>Gives an access token whenever one is needed.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? AccessTokenProvider { get; set; }

    /// <summary>A client certificate.</summary>
    [Parameter]
    [ValidateNotNull]
    public X509Certificate2? Certificate { get; set; }

    /// <summary>The proxy to go through.</summary>
    [Parameter]
    [ValidateNotNull]
    public Uri? Proxy { get; set; }

    /// <summary>The account to show to the proxy.</summary>
    [Parameter]
    [Credential]
    [ValidateNotNull]
    public PSCredential? ProxyCredential { get; set; }

    /// <summary>Go past every proxy.</summary>
    [Parameter]
    public SwitchParameter NoProxy { get; set; }

    /// <summary>Take any server certificate.</summary>
    [Parameter]
    public SwitchParameter SkipCertificateCheck { get; set; }

    /// <summary>Allow plain http beyond this machine, and with a credential.</summary>
    [Parameter]
    public SwitchParameter AllowUnencryptedAuthentication { get; set; }

    /// <summary>The directory server to look up names of users at: a host name, with a port or without.</summary>
    [Parameter]
    [ValidateDirectoryServer]
    public string? DirectoryServer { get; set; }

    /// <summary>How many seconds the server may say nothing.</summary>
    [Parameter]
    [ValidateRange(1, 86400)]
    public int TimeoutSec { get; set; } = 100;

    /// <summary>How often a call that may be made again is made again.</summary>
    [Parameter]
    [ValidateRange(0, 100)]
    public int MaximumRetryCount { get; set; } = 3;

    /// <summary>The seconds before the first time; they double from there.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int RetryIntervalSec { get; set; } = 1;

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => BeginConnect();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        ThrowIfParametersConflict();
        try
        {
            _session = CreateSession();
            RunTask(WithVerboseOutput(_session.Client).ProbeAsync);
        }
        catch (ArgumentException e)
        {
            Fail(ErrorRecordFactory.InvalidParameter(e.Message, e));
        }
        catch (MimCmException e) when (e is { Error: MimCmError.Forbidden, IsHtmlResponse: false })
        {
            WriteWarning(Strings.MayNotList.With(_session));
        }
        catch (MimCmException e)
        {
            Fail(e.ToErrorRecord(e.Uri));
        }

        var session = _session!;
        _session = null;
        _sessions.EndConnect(session);
        if (PassThru)
            WriteObject(session);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _session?.Disconnect();

        // A parameter that can't be bound is a failed Connect, too. Not in the constructor: completion makes a cmdlet as well.
        if (!_hasBegun)
            BeginConnect();
    }

    private void BeginConnect()
    {
        _hasBegun = true;
        _sessions.BeginConnect();
    }

    private void ThrowIfParametersConflict()
    {
        var identities = new object?[] { Credential, AccessToken, AccessTokenProvider }.Count(given => given is not null);
        if (identities > 1)
            Fail(ErrorRecordFactory.InvalidParameter(Strings.OneIdentity));

        if (NoProxy && (Proxy is not null || ProxyCredential is not null))
            Fail(ErrorRecordFactory.InvalidParameter(Strings.ProxyOrNone));
    }

    private CmSession CreateSession()
    {
        var options = new MimCmClientOptions
        {
            Address = Uri,
            Credential = Credential?.GetNetworkCredential(),
            AccessToken = AccessToken is not null ? ScriptBlockTokenProvider.FromToken(AccessToken) : AccessTokenProvider is not null ? ScriptBlockTokenProvider.FromScriptBlock(AccessTokenProvider) : null,
            Certificate = Certificate,
            Proxy = Proxy,
            ProxyCredential = ProxyCredential?.GetNetworkCredential(),
            NoProxy = NoProxy,
            SkipCertificateCheck = SkipCertificateCheck,
            AllowUnencryptedAuthentication = AllowUnencryptedAuthentication,
            Timeout = TimeSpan.FromSeconds(TimeoutSec),
            MaximumRetryCount = MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(RetryIntervalSec),
        };

        return Credential is not null ? new CmSession(options, AuthenticationScheme.Credential, Credential.UserName, DirectoryServer)
            : options.AccessToken is not null ? new CmSession(options, AuthenticationScheme.Bearer, userName: null, DirectoryServer)
            : new CmSession(options, AuthenticationScheme.Negotiate, AuthenticationScheme.CurrentUserName, DirectoryServer);
    }

    private void Fail(ErrorRecord error)
    {
        _sessions.FailConnect(Strings.ConnectFailed.With(error.Exception.Message), _session);
        ThrowTerminatingError(error);
    }
}
