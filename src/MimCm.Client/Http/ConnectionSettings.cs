using System.Net;

namespace MimCm.Http;

/// <summary>The settings that all calls of one client share: the validated options, the cookies, and the secrets that must not appear in
/// messages.</summary>
internal sealed class ConnectionSettings
{
    /// <exception cref="ArgumentException">The address is missing or invalid.</exception>
    /// <exception cref="MimCmException">The options would send a secret over an unencrypted connection.</exception>
    public ConnectionSettings(MimCmClientOptions options)
    {
        BaseAddress = options.ApiRoot();
        AccessToken = options.AccessToken;
        Timeout = options.Timeout;
        TimeProvider = options.TimeProvider;
        ServerClock = new ServerClock(options.TimeProvider);
        RetryPolicy = new RetryPolicy(options.MaximumRetryCount, options.RetryInterval, options.TimeProvider);
        MaximumRetryCount = options.MaximumRetryCount;
        CertificateValidator = new ServerCertificateValidator(options.SkipCertificateCheck);
        ProxyCredentials = options.ProxyCredential is { } account ? new ProxyCredentials(account, options.AllowUnencryptedAuthentication) : null;
        Redactor = new SecretRedactor(BaseAddress, Cookies, options.Credential, options.ProxyCredential);
        Sanitizer = new TextSanitizer(Redactor);
    }

    /// <summary>The root address of the API, with a trailing slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Provides access tokens; null to use Windows Integrated Authentication.</summary>
    public AccessTokenProvider? AccessToken { get; }

    /// <summary>The maximum time without data from the server: until the headers of a response, and within its body.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The maximum time for a complete response that is not a list.</summary>
    public TimeSpan ResponseDeadline => TimeSpan.FromTicks(10 * Timeout.Ticks);

    public TimeProvider TimeProvider { get; }

    public RetryPolicy RetryPolicy { get; }

    public int MaximumRetryCount { get; }

    public CookieContainer Cookies { get; } = new();

    public ServerCertificateValidator CertificateValidator { get; }

    /// <summary>The account for the proxy; null for none.</summary>
    public ProxyCredentials? ProxyCredentials { get; }

    /// <summary>Estimates the time of the server's clock.</summary>
    public ServerClock ServerClock { get; }

    /// <summary>The requests that this client has created.</summary>
    public CreationRegistry Creations { get; } = new();

    public SecretRedactor Redactor { get; }

    /// <summary>Removes control characters and the secrets of this client from text.</summary>
    public TextSanitizer Sanitizer { get; }
}
