using System.ComponentModel;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MimCm.Http;

/// <summary>Maps error responses and exceptions of the platform to <see cref="MimCmException"/>.</summary>
internal static class ErrorMapper
{
    /// <summary>Maps a response whose status code is not 2xx.</summary>
    public static async Task<MimCmException> FromResponseAsync(
        HttpResponseMessage response, ApiCall call, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        var code = (int)response.StatusCode;
        var server = await ErrorMessageReader.ReadAsync(response, call, settings, cancellationToken).ConfigureAwait(false);
        var (error, message) = MapStatusCode(response, call, code, settings);
        if (server.Text is not null)
            message = $"{message} {Strings.ServerSays.With(server.Text)}";
        else if (server.IsHtml && !IsPageOfIis(response, error))
            message = $"{message} {Strings.HtmlResponse.With(DescribeSender(response, call))}";

        return new MimCmException(error, message, inner: null, settings.Sanitizer)
        {
            Uri = call.UriWithoutQuery,
            StatusCode = code,
            ServerMessage = server.Text,
            CorrelationId = server.CorrelationId,
            IsHtmlResponse = server.IsHtml,
            RetryAfter = GetRetryAfter(response, settings.TimeProvider),
            OfferedSchemes = GetOfferedSchemes(response),
            Kind = GetKind(code),
        };
    }

    /// <summary>Maps an exception that was thrown instead of returning a response; null if the exception is not about the connection.</summary>
    /// <param name="exception">The exception.</param>
    /// <param name="call">The call.</param>
    /// <param name="isSent">Whether a part of the body may have been sent; false for a call without a body.</param>
    /// <param name="settings">The settings of the client.</param>
    public static MimCmException? FromException(Exception exception, ApiCall call, bool isSent, ConnectionSettings settings)
    {
        var (authority, problem) = (call.Uri.Authority, settings.CertificateValidator.Problem);
        var refusal = MapProxyRefusal(settings);
        var (error, message, kind) = exception switch
        {
            // The server did not prove its identity during Negotiate, or did not respond. It may still have processed the call.
            _ when IsNegotiateFailure(exception) => (
                MimCmError.Unauthorized,
                Strings.NegotiateFailed.With(authority, exception.Message),
                call.Body is null ? FailureKind.NotSent : FailureKind.NoResponse),
            HttpRequestException e when IsTlsFailure(e, call, isSent) => (
                MimCmError.TlsFailure, Strings.TlsFailure.With(authority, problem ?? DescribeTlsFailure(e)), FailureKind.NotSent),
            HttpRequestException e when IsProxyAuthenticationFailure(e) => (refusal.Error, refusal.Message, FailureKind.NotSent),
            HttpRequestException or IOException or SocketException => MapConnectionFailure(exception, authority, isSent),
            _ => default,
        };

        if (message is null)
            return null;

        return new MimCmException(error, message, exception, settings.Sanitizer)
        {
            Uri = call.UriWithoutQuery,
            Kind = kind,
            IsCertificateRejected = error == MimCmError.TlsFailure && (problem is not null || GetInnermost(exception) is CertificateRejectedException),
        };
    }

    /// <summary>Adds to the error of a lost connection to an http address that the port may be an https port. Other errors are returned unchanged.</summary>
    public static MimCmException WithHttpsHint(MimCmException failure, ConnectionSettings settings)
    {
        if (failure.Kind != FailureKind.ConnectionLost || failure.Uri?.Scheme != Uri.UriSchemeHttp)
            return failure;

        return new MimCmException(failure.Error, $"{failure.Message} {Strings.StepMaybeHttps}", failure.InnerException, settings.Sanitizer)
        {
            Uri = failure.Uri,
            Kind = failure.Kind,
        };
    }

    /// <summary>Creates the error for a response that did not arrive in time.</summary>
    public static MimCmException Timeout(Exception exception, ApiCall call, bool isSent, ConnectionSettings settings) =>
        new(MimCmError.Timeout, Strings.NoAnswerInTime.With(call.Uri.Authority, settings.Timeout.TotalSeconds), exception, settings.Sanitizer)
        {
            Uri = call.UriWithoutQuery,
            Kind = call.Body is null || isSent ? FailureKind.NoResponse : FailureKind.NotSent,
        };

    /// <summary>Returns the probable sender of a response: the value of the Server header, or the host.</summary>
    public static string DescribeSender(HttpResponseMessage response, ApiCall call)
    {
        var server = response.Headers.Server.ToString();
        return server.Length > 0 ? server : call.Uri.Authority;
    }

    /// <summary>Whether IIS itself sends a page with this error: 404 if the API is disabled, and 401 with the schemes that it supports. Other pages are
    /// from a proxy or a load balancer.</summary>
    private static bool IsPageOfIis(HttpResponseMessage response, MimCmError error) =>
        error == MimCmError.ApiDisabled || (error == MimCmError.Unauthorized && response.Headers.WwwAuthenticate.Count > 0);

    private static FailureKind GetKind(int code) => code switch
    {
        400 or 401 or 403 or 404 or 409 => FailureKind.Rejected,
        429 or 503 => FailureKind.Busy,
        408 or 502 or 504 => FailureKind.GatewayFailure,
        _ => FailureKind.OtherStatus,
    };

    private static (MimCmError Error, string Message) MapStatusCode(HttpResponseMessage response, ApiCall call, int code, ConnectionSettings settings)
    {
        var authority = call.Uri.Authority;
        return call.DescribeStatus?.Invoke(code) ?? code switch
        {
            401 => (MimCmError.Unauthorized, Strings.Unauthorized.With(authority, DescribeSchemes(GetOfferedSchemes(response)))),
            403 => (MimCmError.Forbidden, Strings.Forbidden.With(call.UriWithoutQuery)),
            404 => (MimCmError.ApiDisabled, Strings.ApiDisabled.With(call.UriWithoutQuery)),
            407 => MapProxyRefusal(settings),
            408 => (MimCmError.Timeout, Strings.ServerTimeout.With(authority)),
            409 => (MimCmError.StateConflict, Strings.Conflict),
            429 or 503 => (MimCmError.ServerBusy, Strings.ServerBusy.With(authority, code)),
            300 or 301 or 302 or 303 or 305 or 307 or 308 => (MimCmError.Redirected, Strings.Redirected.With(authority, GetRedirectTarget(response))),
            < 400 => (MimCmError.InvalidResponse, Strings.UnexpectedStatusCode.With(authority, code)),
            >= 500 => (MimCmError.ServerError, Strings.ServerError.With(authority, code)),
            _ => (MimCmError.BadRequest, Strings.BadRequest.With(authority, code)),
        };
    }

    /// <summary>Returns the error for a proxy that requires authentication. With Basic authentication the proxy would receive the password in clear
    /// text.</summary>
    private static (MimCmError Error, string Message) MapProxyRefusal(ConnectionSettings settings) => settings.ProxyCredentials?.HasWithheldPassword == true
        ? (MimCmError.InsecureConnection, Strings.InsecureProxyCredential)
        : (MimCmError.ConnectionFailed, Strings.ProxyRefused);

    private static string[] GetOfferedSchemes(HttpResponseMessage response) =>
        [.. response.Headers.WwwAuthenticate.Select(header => header.Scheme).Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string DescribeSchemes(string[] schemes) => schemes.Length == 0 ? Strings.NoScheme : string.Join(", ", schemes);

    private static string GetRedirectTarget(HttpResponseMessage response) => response.Headers.Location switch
    {
        null or { OriginalString.Length: 0 } => Strings.NoTarget,
        { IsAbsoluteUri: true } target => target.GetLeftPart(UriPartial.Authority) is { Length: > 0 } authority ? authority : Strings.NoTarget,
        var target => UnicodeText.ToSingleLine(target.OriginalString.Split('?', '#')[0], maximumLength: 200),
    };

    /// <summary>The delay in a Retry-After header, which holds a number of seconds or a date.</summary>
    private static TimeSpan? GetRetryAfter(HttpResponseMessage response, TimeProvider timeProvider)
    {
        if (response.Headers.RetryAfter is not { } header)
            return IsHugeNumber(response) ? TimeSpan.MaxValue : null;

        // The date is compared with the server's own Date header if there is one, because the two clocks can differ.
        var wait = header.Delta ?? (header.Date - (response.Headers.Date ?? timeProvider.GetUtcNow()));
        return wait > TimeSpan.Zero ? wait : null;
    }

    /// <summary>Whether the number of seconds is too large for the platform to parse.</summary>
    private static bool IsHugeNumber(HttpResponseMessage response)
    {
#if NET
        var text = response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
#else
        var text = response.Headers.TryGetValues("Retry-After", out var values) ? values.FirstOrDefault() : null;
#endif
        return text?.Trim() is { Length: >= 10 } number && number.All(letter => letter is >= '0' and <= '9')
            && (number.TrimStart('0') is { Length: > 10 } || long.Parse(number, CultureInfo.InvariantCulture) > int.MaxValue);
    }

    private static (MimCmError Error, string Message, FailureKind Kind) MapConnectionFailure(Exception exception, string authority, bool isSent)
    {
        var innermost = GetReason(GetInnermost(exception));
        var (text, kind) = !isSent && IsUnreachable(exception) ? (Strings.ConnectionFailed, FailureKind.ConnectionRefused)
            : WasConnected(exception) ? (Strings.ConnectionLost, FailureKind.ConnectionLost)
            : (Strings.ConnectionFailed, isSent ? FailureKind.ConnectionLost : FailureKind.NotSent);
        return (MimCmError.ConnectionFailed, text.With(authority, innermost), kind);
    }

    /// <summary>Returns the message of an exception, without the name of the error that .NET appends.</summary>
    private static string GetReason(Exception exception)
    {
#if NET
        if (exception is HttpIOException { HttpRequestError: var error } && exception.Message.EndsWith($" ({error})", StringComparison.Ordinal))
            return exception.Message[..^$" ({error})".Length];
#endif
        return exception.Message;
    }

    /// <summary>Whether an established connection was lost, so that a new connection may succeed.</summary>
    private static bool WasConnected(Exception exception) =>
#if NET
        exception is not HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        };
#else
        exception.InnerException is not WebException
        {
            Status: WebExceptionStatus.NameResolutionFailure or WebExceptionStatus.ConnectFailure or WebExceptionStatus.ProxyNameResolutionFailure
                or WebExceptionStatus.SecureChannelFailure or WebExceptionStatus.TrustFailure,
        };
#endif

    /// <summary>Whether the host refused the connection or could not be reached, for example during a restart.</summary>
    private static bool IsUnreachable(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException
                {
                    SocketErrorCode: SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.HostDown or SocketError.NetworkUnreachable,
                })
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNegotiateFailure(Exception exception) =>
#if NET
        exception is HttpRequestException { HttpRequestError: HttpRequestError.UserAuthenticationError } or
#else
        exception is
#endif
        AuthenticationException or FormatException or PlatformNotSupportedException or (Win32Exception and not SocketException);

    private static bool IsTlsFailure(HttpRequestException exception, ApiCall call, bool isSent) =>
#if NET
        exception.HttpRequestError == HttpRequestError.SecureConnectionError || exception.InnerException is AuthenticationException;
#else
        exception.InnerException is WebException { Status: WebExceptionStatus.TrustFailure or WebExceptionStatus.SecureChannelFailure }
        // On .NET Framework the handshake is part of sending the headers. If the server ends it, this status is the only information.
        || (exception.InnerException is WebException { Status: WebExceptionStatus.SendFailure } && call.Uri.Scheme == Uri.UriSchemeHttps && !isSent);
#endif

    /// <summary>Describes a failed TLS handshake, or a server that does not support TLS.</summary>
    public static string DescribeTlsFailure(Exception exception)
    {
        var message = exception.InnerException?.Message ?? exception.Message;
        return GetInnermost(exception) is IOException || message.IndexOf("frame", StringComparison.OrdinalIgnoreCase) >= 0
            ? Strings.NotTls.With(message)
            : message;
    }

    private static bool IsProxyAuthenticationFailure(HttpRequestException exception) =>
#if NET
        exception is { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode.ProxyAuthenticationRequired }
        || (exception.HttpRequestError == HttpRequestError.ProxyTunnelError && exception.Message.IndexOf("'407'", StringComparison.Ordinal) >= 0);
#else
        exception.InnerException is WebException { Response: HttpWebResponse { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } };
#endif

    private static Exception GetInnermost(Exception exception) => exception.InnerException is { } inner ? GetInnermost(inner) : exception;
}
