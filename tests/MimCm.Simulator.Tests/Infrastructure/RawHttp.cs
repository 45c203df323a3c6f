using System.Net.Sockets;
using System.Text;

namespace MimCm.Simulator.Tests;

/// <summary>Raw HTTP, for requests that an HTTP client would not send.</summary>
internal static class RawHttp
{
    /// <summary>Sends the text and reads until the server closes the connection.</summary>
    public static async Task<string> ExchangeAsync(Uri address, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await Eventually.EndsAsync(reader.ReadToEndAsync());
    }
}
