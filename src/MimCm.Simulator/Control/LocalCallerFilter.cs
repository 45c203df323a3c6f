using System.Net;

namespace MimCm.Simulator.Control;

/// <summary> Accepts only callers on this computer that use a loopback name, and no pages of other sites. A page can make its own host name resolve
/// to 127.0.0.1 (DNS rebinding); only the Host header reveals this.
/// </summary>
internal sealed class LocalCallerFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller))
            return Refuse("The control API is for callers on this machine only.");
        if (!IsLoopback(http.Request.Host.Host))
            return Refuse($"The control API is addressed as localhost, 127.0.0.1 or [::1], not as {http.Request.Host.Host}.");
        if (http.Request.Headers.Origin is [{ } origin, ..] && origin != $"{http.Request.Scheme}://{http.Request.Host}")
            return Refuse("The control API is not for pages of other sites.");
        return next(context);
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static ValueTask<object?> Refuse(string message) => new(ControlApi.Error(403, message));
}
