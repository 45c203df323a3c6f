using System.Net;

namespace MimCm;

/// <summary>The listener of .NET Framework, which cannot be disposed of, as one that can.</summary>
internal sealed class TcpListener(IPAddress address, int port) : System.Net.Sockets.TcpListener(address, port), IDisposable
{
    public void Dispose() => Stop();
}
