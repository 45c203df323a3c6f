using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using MimCm.Diagnostics;

namespace MimCm;

/// <summary>Tests the connection to a server step by step, with the same kind of connection as a client. A server that cannot be reached is reported
/// as a result, not as an exception.</summary>
public static class ConnectionTest
{
    /// <summary>Tests each step. The steps after a failed step are skipped.</summary>
    /// <param name="options">The server, the identity and the connection.</param>
    /// <param name="identity">The description of the identity in the results.</param>
    /// <param name="cancellationToken">Cancels the test.</param>
    public static IAsyncEnumerable<ConnectionTestResult> RunAsync(MimCmClientOptions options, string identity, CancellationToken cancellationToken = default) =>
        new ConnectionTestRun(options ?? throw new ArgumentNullException(nameof(options)), identity).RunAsync(cancellationToken);
}
