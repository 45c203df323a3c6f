using System.Net;
using System.Net.Sockets;

namespace MimCm.Tests;

/// <summary>The responses of a scripted server.</summary>
internal static class Reply
{
    public static Func<ServerCall, Task> Json(byte[] body) => Status(200, body);

    public static Func<ServerCall, Task> Json(string body) => Status(200, body.Bytes());

    public static Func<ServerCall, Task> Status(int code, string body, params string[] headers) => Status(code, body.Bytes(), headers);

    /// <summary>A complete response with a Content-Length, as JSON unless the headers specify another type.</summary>
    public static Func<ServerCall, Task> Status(int code, byte[]? body = null, params string[] headers) => async call =>
    {
        body ??= [];
        if (!headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal)) && body.Length > 0)
            headers = [.. headers, "Content-Type: application/json; charset=utf-8"];

        await call.WriteHeadAsync(code, code is 204 ? headers : [.. headers, $"Content-Length: {body.Length}"]);
        await call.WriteAsync(body);
    };

    public static Func<ServerCall, Task> NoContent { get; } = Status(204);

    /// <summary>These bytes (UTF-8), and then the end of the connection.</summary>
    public static Func<ServerCall, Task> Raw(string text) => async call =>
    {
        await call.WriteAsync(text);
        call.Close();
    };

    /// <summary>A beginning, and then the same bytes repeatedly after a pause, until the client closes the connection.</summary>
    public static Func<ServerCall, Task> Endless(string start, string again, Func<Task>? pause = null) => async call =>
    {
        await call.WriteAsync(start);
        var bytes = again.Bytes();
        while (true)
        {
            await call.WriteAsync(bytes);
            if (pause is not null)
                await pause();
        }
    };

    /// <summary>The response of a proxy to CONNECT, and then the forwarded data.</summary>
    public static Func<ServerCall, Task> Tunnel(int port) => async call =>
    {
        var other = new TcpClient();
        await other.ConnectAsync(IPAddress.Loopback, port);
        await call.WriteHeadAsync(200);
        await call.RelayAsync(other);
    };

    /// <summary>A reset instead of a response.</summary>
    public static Func<ServerCall, Task> Reset { get; } = call =>
    {
        call.Reset();
        return Task.CompletedTask;
    };

    /// <summary>The end of the connection instead of a response.</summary>
    public static Func<ServerCall, Task> Close { get; } = call =>
    {
        call.Close();
        return Task.CompletedTask;
    };

    /// <summary>No response, until the client closes the connection.</summary>
    public static Func<ServerCall, Task> Silence { get; } = call => call.WaitUntilClosedAsync();

    /// <summary>A response with a Content-Length that ends early, with or without a reset.</summary>
    public static Func<ServerCall, Task> Cut(byte[] body, int at, Action<ServerCall>? end = null) => async call =>
    {
        await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {body.Length}");
        await call.WriteAsync(body[..at]);
        (end ?? (ended => ended.Close()))(call);
    };

    /// <summary>The headers and the beginning of a body together, and then nothing until the client closes the connection.</summary>
    public static Func<ServerCall, Task> Stall(byte[] body, int at) => async call =>
    {
        await call.WriteHeadAndBodyAsync(200, body[..at], "Content-Type: application/json", $"Content-Length: {body.Length}");
        await call.WaitUntilClosedAsync();
    };
}
