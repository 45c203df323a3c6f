namespace MimCm.Client.Tests;

/// <summary>Clients of a scripted server.</summary>
internal static class ScriptedServerExtensions
{
    /// <summary>A client of this server with short timeouts.</summary>
    public static MimCmClient Client(this ScriptedServer server, Action<MimCmClientOptions>? configure = null)
    {
        var options = new MimCmClientOptions
        {
            Address = server.Address.Scheme == Uri.UriSchemeHttps ? server.Address : server.Host,
            NoProxy = true,
            RetryInterval = TimeSpan.FromMilliseconds(1),
            Timeout = Eventually.Limit,
        };
        configure?.Invoke(options);
        Mono.LendIdentity(options);
        return MimCmClient.Create(options);
    }
}
