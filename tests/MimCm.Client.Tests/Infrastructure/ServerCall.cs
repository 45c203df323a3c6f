using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MimCm.Client.Tests;

/// <summary>One call as it came over the wire, and the means to answer it to the byte.</summary>
internal sealed class ServerCall(Socket socket, int connection, string head, byte[] body)
{
    /// <summary>Which of the connections it came over, from 1.</summary>
    public int Connection => connection;

    /// <summary>The request line and the headers as they came.</summary>
    public string Head => head;

    public byte[] Body => body;

    public string Method => head.Split(' ')[0];

    /// <summary>Path and query as they came.</summary>
    public string Target => head.Split(' ', 3)[1];

    public DateTime Came { get; } = DateTime.UtcNow;

    /// <summary>Whether nothing more is written.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The number of bytes written.</summary>
    public long Written { get; private set; }

    /// <summary>The values of a header, one a line of the head.</summary>
    public string[] Headers(string name) =>
    [
        .. head.Split("\r\n").Skip(1)
            .Select(line => line.Split(": ", 2))
            .Where(parts => parts[0].Equals(name, StringComparison.OrdinalIgnoreCase))
            .Select(parts => parts[1]),
    ];

    public string? Header(string name) => Headers(name).FirstOrDefault();

    public async Task WriteAsync(byte[] bytes)
    {
        for (var sent = 0; sent < bytes.Length;)
            sent += await socket.SendAsync(bytes.AsMemory(sent));

        Written += bytes.Length;
    }

    public Task WriteAsync(string text) => WriteAsync(text.Bytes());

    public Task WriteHeadAsync(int code, params string[] headers) =>
        WriteAsync(FormattableString.Invariant($"HTTP/1.1 {code} Said\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"));

    /// <summary>Writes one chunk of a body that says Transfer-Encoding: chunked.</summary>
    public Task WriteChunkAsync(byte[] bytes) => WriteAsync([.. $"{bytes.Length:x}\r\n".Bytes(), .. bytes, .. "\r\n"u8]);

    /// <summary>Ends the connection so that what was written arrives.</summary>
    public void Close()
    {
        IsClosed = true;
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client was faster.
        }
    }

    /// <summary>Ends the connection by TCP's reset.</summary>
    public void Reset()
    {
        IsClosed = true;
        socket.LingerState = new LingerOption(true, 0);
        socket.Close();
    }

    /// <summary>Waits until the client has closed the connection.</summary>
    public async Task WaitUntilClosedAsync()
    {
        IsClosed = true;
        try
        {
            while (await socket.ReceiveAsync(new byte[1024]) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // Closed by a reset.
        }
    }

    public override string ToString() => $"{Method} {Target}";
}
