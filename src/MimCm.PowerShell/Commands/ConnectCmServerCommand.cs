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
        var sessionFactory = new SessionFactory(this, IsSpecified);
        if ((ValidateAddress(Uri) ?? ValidateAddress(sessionFactory.Proxy)) is { } error)
            Fail(error);

        if (sessionFactory.FindConflict() is { } conflict)
            Fail(ErrorRecordFactory.InvalidParameter(conflict, MyInvocation.MyCommand.Name));

        try
        {
            _session = sessionFactory.Create();
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

    private void Fail(ErrorRecord error)
    {
        _state.FailConnect(Strings.ConnectFailed.With(error.Exception.Message), _session);
        ThrowTerminatingError(error);
    }
}
