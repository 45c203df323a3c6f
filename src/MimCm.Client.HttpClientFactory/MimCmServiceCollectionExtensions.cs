using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MimCm.Http;

namespace MimCm;

/// <summary>Registers <see cref="MimCmClient"/> in a service collection, with connections that IHttpClientFactory manages.</summary>
public static class MimCmServiceCollectionExtensions
{
    /// <summary>Registers a single client, which is injected as <see cref="MimCmClient"/>. For several servers, register each client with a
    /// name.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="configure">Sets the server and the identity.</param>
    /// <returns>The builder, to add your own handlers.</returns>
    /// <exception cref="InvalidOperationException">A client without a name is already registered.</exception>
    public static IHttpClientBuilder AddMimCmClient(this IServiceCollection services, Action<MimCmClientOptions> configure)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        if (services.Any(service => service.ServiceType == typeof(MimCmClient) && !service.IsKeyedService))
            throw new InvalidOperationException(FactoryStrings.AlreadyRegistered);

        services.AddTransient(provider => CreateClient(provider, nameof(MimCmClient)));
        return AddHttpClient(services, nameof(MimCmClient), configure);
    }

    /// <summary>Registers a client with a name. It is injected with <c>[FromKeyedServices(name)]</c> or returned by
    /// <c>GetRequiredKeyedService&lt;MimCmClient&gt;(name)</c>. Each client has its own server, identity, connections and cookies.</summary>
    /// <param name="services">The service collection.</param>
    /// <param name="name">The name.</param>
    /// <param name="configure">Sets the server and the identity.</param>
    /// <returns>The builder, to add your own handlers.</returns>
    /// <exception cref="InvalidOperationException">A client with this name is already registered.</exception>
    public static IHttpClientBuilder AddMimCmClient(this IServiceCollection services, string name, Action<MimCmClientOptions> configure)
    {
        if (services is null)
            throw new ArgumentNullException(nameof(services));

        if (string.IsNullOrEmpty(name))
            throw new ArgumentException(FactoryStrings.NameMissing, nameof(name));

        if (services.Any(service => service.ServiceType == typeof(MimCmClient) && service.IsKeyedService && Equals(service.ServiceKey, name)))
            throw new InvalidOperationException(FactoryStrings.NameAlreadyRegistered.Replace("{0}", name));

        services.AddKeyedTransient(name, (provider, _) => CreateClient(provider, $"{nameof(MimCmClient)}:{name}"));
        return AddHttpClient(services, $"{nameof(MimCmClient)}:{name}", configure);
    }

    private static IHttpClientBuilder AddHttpClient(IServiceCollection services, string name, Action<MimCmClientOptions> configure)
    {
        services.AddOptions<MimCmClientOptions>(name).Configure(configure);
        services.AddKeyedSingleton(name, (provider, _) => new ConnectionSettings(GetOptions(provider, name)));
        return services
            .AddHttpClient(name)
            .ConfigurePrimaryHttpMessageHandler(provider => HttpHandlerFactory.Create(GetOptions(provider, name), GetSettings(provider, name)))
            // The access token is in a header of the message.
            .RedactLoggedHeaders(_ => true)
            // The handler contains the cookies and the authenticated connections, and renews its connections itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static MimCmClient CreateClient(IServiceProvider provider, string name) =>
        new(provider.GetRequiredService<IHttpClientFactory>().CreateClient(name), GetSettings(provider, name));

    private static ConnectionSettings GetSettings(IServiceProvider provider, string name) => provider.GetRequiredKeyedService<ConnectionSettings>(name);

    private static MimCmClientOptions GetOptions(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<MimCmClientOptions>>().Get(name);
}
