using Microsoft.AspNetCore.Http.Features;
using MimCm.Simulator.Api;

namespace MimCm.Simulator.Control;

/// <summary>Records calls without their secrets.</summary>
internal static class CallRecorder
{
    private static readonly string[] Kept =
        ["content-type", "content-length", "transfer-encoding", "accept", "accept-encoding", "user-agent", "host", "expect", "connection"];

    public static RecordedCall Record(HttpContext context, ApiRoute route)
    {
        var request = context.Request;
        var headers = new Dictionary<string, string>();
        foreach (var name in Kept)
        {
            if (request.Headers.TryGetValue(name, out var value))
                headers[name] = value.ToString();
        }
        if (request.Headers.Authorization is [{ } authorization, ..])
            headers["authorization"] = authorization.Split(' ')[0];
        if (request.Headers.ContainsKey("Cookie"))
            headers["cookie"] = "present";

        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var mark = target.IndexOf('?', StringComparison.Ordinal);
        return new RecordedCall
        {
            Time = DateTimeOffset.UtcNow,
            Method = request.Method,
            Path = mark < 0 ? target : target[..mark],
            Query = mark < 0 ? "" : target[mark..],
            Id = route.Id == Guid.Empty ? null : route.Id,
            Headers = headers,
            Connection = context.Connection.Id,
            ClientCertificate = context.Connection.ClientCertificate?.Thumbprint,
        };
    }
}
