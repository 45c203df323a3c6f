using System.ComponentModel;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;

namespace MimCm.Client.Tests;

/// <summary>Which error an exception of the platform becomes, and whether the call may have been processed.</summary>
public sealed class ExceptionMappingTests
{
    private static readonly Uri Address = new("https://cm.contoso.com/CertificateManagement/api/v1.0/requests");
    private static readonly ApiCall Read = new(HttpMethod.Get, Address);
    private static readonly ApiCall Change = new(HttpMethod.Put, Address) { Body = [1] };

    public static TheoryData<Exception> NegotiateFailures =>
    [
        new AuthenticationException("No ticket."),
        new FormatException("No ticket."),
        new PlatformNotSupportedException("No ticket."),
        new Win32Exception("No ticket."),
#if NET
        new HttpRequestException(HttpRequestError.UserAuthenticationError, "No ticket."),
#endif
    ];

    [Theory]
    [MemberData(nameof(NegotiateFailures))]
    public void FailureOfNegotiateIsUnauthorized(Exception exception)
    {
        var (read, change) = (Map(exception, Read), Map(exception, Change));

        Assert.Equal((MimCmError.Unauthorized, FailureKind.NotSent), (read!.Error, read.Kind));
        Assert.Equal("Negotiate authentication with cm.contoso.com failed: No ticket.", read.Message);

        // The server may have processed the change before its response could not be authenticated.
        Assert.Equal((MimCmError.Unauthorized, FailureKind.NoResponse), (change!.Error, change.Kind));
    }

    [Fact]
    public void FailureOfASocketIsNotAFailureOfNegotiate() =>
        Assert.Equal(MimCmError.ConnectionFailed, Map(new SocketException((int)SocketError.ConnectionReset), Read)!.Error);

    [Fact]
    public void UnrelatedExceptionIsNotMapped() => Assert.Null(Map(new InvalidOperationException("A fault."), Read));

    [Theory]
    [InlineData(SocketError.ConnectionRefused)]
    [InlineData(SocketError.HostUnreachable)]
    [InlineData(SocketError.HostDown)]
    [InlineData(SocketError.NetworkUnreachable)]
    public void UnreachableHostHasReceivedNothingUnlessAPartWasSent(SocketError error)
    {
        var exception = new HttpRequestException("No connection.", new SocketException((int)error));

        Assert.Equal(FailureKind.ConnectionRefused, Map(exception, Change)!.Kind);
        Assert.NotEqual(FailureKind.ConnectionRefused, Map(exception, Change, isSent: true)!.Kind);
    }

    [Fact]
    public void SenderOfAResponseIsItsServerHeaderOrTheHost()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.OK);
        Assert.Equal("cm.contoso.com", ErrorMapper.DescribeSender(response, Read));

        response.Headers.Server.Add(new ProductInfoHeaderValue("Squid", "6"));
        Assert.Equal("Squid/6", ErrorMapper.DescribeSender(response, Read));
    }

    [Theory]
    [InlineData("Cannot determine the frame size or a corrupted frame was received.", true)]
    [InlineData("Frame size.", true)]
    [InlineData("The certificate has expired.", false)]
    public void PortWithoutTlsIsRecognized(string message, bool isOtherPort)
    {
        var text = ErrorMapper.DescribeTlsFailure(new HttpRequestException("SSL failed.", new AuthenticationException(message)));

        Assert.Equal(isOtherPort ? $"{message} The port may not be an https port." : message, text);
    }

    [Fact]
    public void EndOfTheHandshakeMayBeAPortWithoutTls() => Assert.EndsWith("may not be an https port.",
        ErrorMapper.DescribeTlsFailure(new HttpRequestException("SSL failed.", new IOException("The end."))), StringComparison.Ordinal);

#if NET
    [Theory]
    [InlineData(HttpRequestError.NameResolutionError)]
    [InlineData(HttpRequestError.ConnectionError)]
    [InlineData(HttpRequestError.ProxyTunnelError)]
    public void ConnectionThatWasNotEstablishedHasSentNothingUnlessAPartWasSent(HttpRequestError error)
    {
        var exception = new HttpRequestException(error, "It failed.");

        Assert.Equal((MimCmError.ConnectionFailed, FailureKind.NotSent), (Map(exception, Change)!.Error, Map(exception, Change)!.Kind));
        Assert.Equal(FailureKind.ConnectionLost, Map(exception, Change, isSent: true)!.Kind);
        Assert.StartsWith("Cannot connect", Map(exception, Change)!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.ProxyAuthenticationRequired, "It failed.", true)]
    [InlineData(HttpRequestError.ProxyTunnelError, null, "'407' came back.", true)]
    [InlineData(HttpRequestError.ProxyTunnelError, null, "The proxy failed with '407'.", true)]
    [InlineData(HttpRequestError.ProxyTunnelError, HttpStatusCode.BadGateway, "The proxy failed with '502'.", false)]
    [InlineData(HttpRequestError.ConnectionError, HttpStatusCode.ProxyAuthenticationRequired, "It failed.", false)]
    [InlineData(HttpRequestError.ConnectionError, null, "The proxy failed with '407'.", false)]
    public void ProxyThatRequiresAuthenticationIsRecognized(HttpRequestError error, HttpStatusCode? code, string message, bool isRefusal)
    {
        var failure = Map(new HttpRequestException(error, message, statusCode: code), Change)!;

        Assert.Equal((MimCmError.ConnectionFailed, FailureKind.NotSent), (failure.Error, failure.Kind));
        Assert.Equal(isRefusal, failure.Message.Contains("(407 Proxy Authentication Required)", StringComparison.Ordinal));
    }
#endif

    private static MimCmException? Map(Exception exception, ApiCall call, bool isSent = false)
    {
        using var client = MimCmClient.Create(Mono.LendIdentity(new MimCmClientOptions { Address = Address }));
        return ErrorMapper.FromException(exception, call, isSent, client.Connection.Settings);
    }
}
