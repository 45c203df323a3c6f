using System.Net;

namespace MimCm.Http;

/// <summary>What all calls of one client share: the validated options, the cookies and the secrets that no message may show.</summary>
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

    /// <summary>The root of the API, with a slash at its end.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Provides access tokens; null for Windows Integrated Authentication.</summary>
    public AccessTokenProvider? AccessToken { get; }

    /// <summary>The longest time without a sign of life: to the headers of a response, and within its body.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The longest time for a complete response that is not a list.</summary>
    public TimeSpan ResponseDeadline => TimeSpan.FromTicks(10 * Timeout.Ticks);

    public TimeProvider TimeProvider { get; }

    public RetryPolicy RetryPolicy { get; }

    public int MaximumRetryCount { get; }

    public CookieContainer Cookies { get; } = new();

    public ServerCertificateValidator CertificateValidator { get; }

    /// <summary>The account for the proxy; null for none.</summary>
    public ProxyCredentials? ProxyCredentials { get; }

    /// <summary>The clock of the server.</summary>
    public ServerClock ServerClock { get; }

    /// <summary>What this client has created.</summary>
    public CreationRegistry Creations { get; } = new();

    public SecretRedactor Redactor { get; }

    /// <summary>Removes control characters and the secrets of this client from text.</summary>
    public TextSanitizer Sanitizer { get; }
}
