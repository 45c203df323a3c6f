using System.Management.Automation;
using System.Security;
using MimCm.PowerShell.Commands;

namespace MimCm.PowerShell.Sessions;

/// <summary>Creates a session from the parameters of Connect-CmServer. Parameters of the call override those that $PSDefaultParameterValues supplies
/// and that cannot be used with them.</summary>
internal sealed class SessionFactory
{
    private readonly ConnectCmServerCommand _parameters;
    private readonly PSCredential? _credential;
    private readonly SecureString? _accessToken;
    private readonly ScriptBlock? _accessTokenProvider;
    private readonly PSCredential? _proxyCredential;
    private readonly bool _noProxy;

    /// <param name="parameters">The cmdlet.</param>
    /// <param name="isSpecified">Returns whether the call specified a parameter.</param>
    public SessionFactory(ConnectCmServerCommand parameters, Func<string, bool> isSpecified)
    {
        _parameters = parameters;
        var ignored = FindIgnored(isSpecified);
        T? Use<T>(string parameter, T? value) => ignored.Contains(parameter) ? default : value;

        _credential = Use(nameof(parameters.Credential), parameters.Credential);
        _accessToken = Use(nameof(parameters.AccessToken), parameters.AccessToken);
        _accessTokenProvider = Use(nameof(parameters.AccessTokenProvider), parameters.AccessTokenProvider);
        Proxy = Use(nameof(parameters.Proxy), parameters.Proxy);
        _proxyCredential = Use(nameof(parameters.ProxyCredential), parameters.ProxyCredential);
        _noProxy = Use(nameof(parameters.NoProxy), (bool)parameters.NoProxy);
    }

    /// <summary>The proxy to use; null for none or for the proxy of the system.</summary>
    public Uri? Proxy { get; }

    /// <summary>Returns why the parameters cannot be used together; null if they can.</summary>
    public string? FindConflict() =>
        new object?[] { _credential, _accessToken, _accessTokenProvider }.Count(identity => identity is not null) > 1 ? Strings.OneIdentity
        : _noProxy && (Proxy is not null || _proxyCredential is not null) ? Strings.ProxyOrNone
        : null;

    /// <exception cref="ArgumentException">The parameters are not valid.</exception>
    public CmSession Create()
    {
        var options = new MimCmClientOptions
        {
            Address = _parameters.Uri,
            Credential = _credential?.GetNetworkCredential(),
            AccessToken = CreateTokenProvider(),
            Certificate = _parameters.Certificate,
            Proxy = Proxy,
            ProxyCredential = _proxyCredential?.GetNetworkCredential(),
            NoProxy = _noProxy,
            SkipCertificateCheck = _parameters.SkipCertificateCheck,
            AllowUnencryptedAuthentication = _parameters.AllowUnencryptedAuthentication,
            Timeout = TimeSpan.FromSeconds(_parameters.TimeoutSec),
            MaximumRetryCount = _parameters.MaximumRetryCount,
            RetryInterval = TimeSpan.FromSeconds(_parameters.RetryIntervalSec),
        };

        var directoryServer = _parameters.DirectoryServer;
        return _credential is not null ? new CmSession(options, AuthenticationScheme.Credential, _credential.UserName, directoryServer)
            : options.AccessToken is not null ? new CmSession(options, AuthenticationScheme.Bearer, userName: null, directoryServer)
            : new CmSession(options, AuthenticationScheme.Negotiate, AuthenticationScheme.CurrentUserName, directoryServer);
    }

    /// <summary>Returns the parameters whose default values are not used, because the call specifies another identity or proxy.</summary>
    private HashSet<string> FindIgnored(Func<string, bool> isSpecified)
    {
        string[] identities = [nameof(_parameters.Credential), nameof(_parameters.AccessToken), nameof(_parameters.AccessTokenProvider)];
        string[] proxies = [nameof(_parameters.Proxy), nameof(_parameters.ProxyCredential)];
        var ignored = new HashSet<string>(identities.Any(isSpecified) ? identities.Where(name => !isSpecified(name)) : []);
        if (isSpecified(nameof(_parameters.NoProxy)))
            ignored.UnionWith(proxies.Where(name => !isSpecified(name)));
        else if (proxies.Any(isSpecified))
            ignored.Add(nameof(_parameters.NoProxy));

        return ignored;
    }

    private MimCm.AccessTokenProvider? CreateTokenProvider() =>
        _accessToken is not null ? ScriptBlockTokenProvider.FromToken(_accessToken)
        : _accessTokenProvider is not null ? ScriptBlockTokenProvider.FromScriptBlock(_accessTokenProvider)
        : null;
}
