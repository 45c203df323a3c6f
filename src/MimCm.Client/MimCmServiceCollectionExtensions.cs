using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace MimCm;

/// <summary>Registers the client.</summary>
public static class MimCmServiceCollectionExtensions
{
    /// <summary>Registers <see cref="MimCmClient"/> as a typed client of IHttpClientFactory.</summary>
    /// <param name="services">Where to register it.</param>
    /// <param name="configure">Names the server and the identity.</param>
    /// <returns>The builder, to add handlers of one's own.</returns>
    public static IHttpClientBuilder AddMimCmClient(this IServiceCollection services, Action<MimCmClientOptions> configure)
    {
        services.AddOptions<MimCmClientOptions>().Configure(configure);
        return services
            .AddHttpClient(nameof(MimCmClient))
            .AddTypedClient((http, provider) => new MimCmClient(http, OptionsOf(provider)))
            .ConfigurePrimaryHttpMessageHandler(provider => AuthenticationHandler.Create(OptionsOf(provider)))
            // The handler holds the cookies and the authenticated connections; it renews its connections by itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static MimCmClientOptions OptionsOf(IServiceProvider provider) =>
        provider.GetRequiredService<IOptions<MimCmClientOptions>>().Value;
}
