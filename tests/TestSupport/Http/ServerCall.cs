using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace MimCm.Tests;

/// <summary>A received call, and methods to send the bytes of its response.</summary>
internal sealed class ServerCall(Socket socket, Stream stream, int connection, string head, byte[] body)
{
    /// <summary>The number of its connection, from 1.</summary>
    public int Connection => connection;

    /// <summary>The request line and the headers, as received.</summary>
    public string Head => head;

    public byte[] Body => body;

    public string Method => head.Split(' ')[0];

    /// <summary>The path and the query, as received.</summary>
    public string Target => head.Split(' ', 3)[1];

    /// <summary>Whether the response is complete.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>The number of bytes written.</summary>
    public long Written { get; private set; }

    /// <summary>Reads the next call; null if the client has closed the connection.</summary>
    public static async Task<ServerCall?> ReadAsync(Socket socket, Stream stream, int connection)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        int end;
        while ((end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await FillAsync())
                return null;
        }

        var head = Encoding.Latin1.GetString(buffer, 0, end);
        var start = end + 4;
        var size = int.Parse(new ServerCall(socket, stream, connection, head, []).Header("Content-Length") ?? "0", CultureInfo.InvariantCulture);
        while (length < start + size)
        {
            if (!await FillAsync())
                return null;
        }

        return new ServerCall(socket, stream, connection, head, buffer[start..(start + size)]);

        async Task<bool> FillAsync()
        {
            if (length == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);

            var read = await stream.ReadAsync(buffer.AsMemory(length));
            length += read;
            return read > 0;
        }
    }

    /// <summary>The values of a header, one for each line.</summary>
    public string[] Headers(string name) =>
    [
        .. head.Split("\r\n").Skip(1)
            .Where(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))
            .Select(line => line[(name.Length + 1)..].Trim()),
    ];

    /// <summary>The first value of a header; null if there is none.</summary>
    public string? Header(string name) => Headers(name).FirstOrDefault();

    public async Task WriteAsync(byte[] bytes)
    {
        await stream.WriteAsync(bytes);
        await stream.FlushAsync();
        Written += bytes.Length;
    }

    public Task WriteAsync(string text) => WriteAsync(text.Bytes());

    public Task WriteHeadAsync(int code, params string[] headers) => WriteAsync(FormatHead(code, headers));

    /// <summary>Writes the headers and the available part of the body together.</summary>
    public Task WriteHeadAndBodyAsync(int code, byte[] body, params string[] headers) => WriteAsync([.. FormatHead(code, headers), .. body]);

    /// <summary>Writes one chunk of a body with Transfer-Encoding: chunked.</summary>
    public Task WriteChunkAsync(byte[] bytes) => WriteAsync([.. $"{bytes.Length:x}\r\n".Bytes(), .. bytes, .. "\r\n"u8]);

    /// <summary>Connects to another server, and forwards all further data in both directions.</summary>
    public async Task RelayAsync(TcpClient other)
    {
        using (other)
            await Task.WhenAny(stream.CopyToAsync(other.GetStream()), other.GetStream().CopyToAsync(stream));

        Close();
    }

    /// <summary>Closes the connection after the written data has arrived.</summary>
    public void Close()
    {
        IsClosed = true;
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has already closed the connection.
        }
    }

    /// <summary>Closes the connection with a TCP reset.</summary>
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
            var ignored = new byte[1024];
            while (await stream.ReadAsync(ignored.AsMemory()) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Closed by a reset.
        }
    }

    public override string ToString() => $"{Method} {Target}";

    private static byte[] FormatHead(int code, string[] headers) =>
        FormattableString.Invariant($"HTTP/1.1 {code} Said\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n").Bytes();
}
