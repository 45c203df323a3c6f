using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MimCm.Identity.Tests;

/// <summary>What an evil server answers.</summary>
internal sealed record Reply(Func<Stream, CancellationToken, Task> Write)
{
    /// <summary>Whether the connection ends with it.</summary>
    public bool Closes { get; init; }

    /// <summary>An answer without a body.</summary>
    public static Reply Of(string status, params string[] headers) => Body(status, "", headers);

    /// <summary>An answer with a body of this many bytes, as Content-Length says.</summary>
    public static Reply Body(string status, string body, params string[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var lines = headers.Append($"Content-Length: {bytes.Length}").Select(header => header + "\r\n");
        return Raw($"HTTP/1.1 {status}\r\n{string.Concat(lines)}\r\n{body}");
    }

    /// <summary>A JSON body under 200.</summary>
    public static Reply Json(string body) => Body("200 OK", body, "Content-Type: application/json");

    /// <summary>These bytes (UTF-8) and no more.</summary>
    public static Reply Raw(string text) => new((stream, token) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), token).AsTask());

    /// <summary>A start, and then the same again and again until the other side leaves.</summary>
    public static Reply Endless(string start, string again, TimeSpan pause = default) => new(async (stream, token) =>
    {
        await stream.WriteAsync(Encoding.UTF8.GetBytes(start), token);
        var bytes = Encoding.UTF8.GetBytes(again);
        while (true)
        {
            await stream.WriteAsync(bytes, token);
            await stream.FlushAsync(token);
            if (pause > TimeSpan.Zero)
                await Task.Delay(pause, token);
        }
    });

    /// <summary>What a proxy answers to CONNECT, and then all that goes to and fro.</summary>
    public static Reply Tunnel(int port) => new(async (stream, token) =>
    {
        using var other = new TcpClient();
        await other.ConnectAsync(IPAddress.Loopback, port, token);
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), token);
        var there = stream.CopyToAsync(other.GetStream(), token);
        await Task.WhenAny(there, other.GetStream().CopyToAsync(stream, token));
    })
    {
        Closes = true,
    };
}
