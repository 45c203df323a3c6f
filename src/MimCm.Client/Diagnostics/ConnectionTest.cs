using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MimCm.Diagnostics;

namespace MimCm;

/// <summary>Tests the connection to a server step by step, in the way in which a client would connect. A server that can't be reached is a
/// result and not an exception.</summary>
public static class ConnectionTest
{
    /// <summary>Tests each step. After a step that failed, the rest is skipped.</summary>
    /// <param name="options">The server, the identity and the connection.</param>
    /// <param name="identity">How the results name the identity.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    public static IAsyncEnumerable<ConnectionTestResult> RunAsync(MimCmClientOptions options, string identity, CancellationToken cancellationToken = default) =>
        new ConnectionTestRun(options ?? throw new ArgumentNullException(nameof(options)), identity).RunAsync(cancellationToken);
}
