using System.Net;

namespace MimCm;

/// <summary>A disposable TcpListener for .NET Framework.</summary>
internal sealed class TcpListener(IPAddress address, int port) : System.Net.Sockets.TcpListener(address, port), IDisposable
{
    public void Dispose() => Stop();
}
