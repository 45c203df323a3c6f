using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Data.Sqlite;
using MimCm.Simulator.Control;
using MimCm.Simulator.Data;
using MimCm.Simulator.Ldap;
using MimCm.Simulator.Faults;
using MimCm.Simulator.Server;

namespace MimCm.Simulator;

/// <summary>A running simulator. It provides the functions of the control API to code in the same process.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestStore _store;
    private readonly UserNames _users;
    private readonly CallLog _log = new();
    private readonly FaultInjector _faults = new();
    private readonly ControlApi _control;
    private readonly DirectoryMonitor _monitor = new();
    private DirectoryServer? _directory;
    private (IReadOnlyCollection<StoredUser> Users, IReadOnlyList<Guid> Deleted, DirectoryContent Content)? _directoryContent;
    private readonly ApiRequestHandler _requestHandler;
    private volatile ServerBehavior _behavior;
    private volatile AccessOptions _access;

    private SimulatorHost(SimulatorOptions options)
    {
        Options = options;
        _behavior = OptionsValidator.Validate(options.Behavior);
        _access = options.Access;
        _faults.Rules = options.Faults;
        _control = new ControlApi(this);
        _store = OpenStore(options);
        _users = new UserNames(() => _store.Users, () => _store.Managers.Concat(_store.ExplicitUsers), () => _access.Users);
        try
        {
            _app = Build();
        }
        catch
        {
            _store.Dispose();
            throw;
        }
        _requestHandler = new ApiRequestHandler(this, _store, _users, _log, _faults, _app.Lifetime.ApplicationStopping);
    }

    public SimulatorOptions Options { get; }

    /// <summary>The address of the virtual folder, with a trailing slash.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>The address of the page that shows requests and calls.</summary>
    public Uri PageAddress => new(BaseAddress, "/");

    /// <summary>The address of the control API, with a trailing slash.</summary>
    public Uri ControlAddress => new(BaseAddress, ControlApi.Prefix + "/");

    public ServerBehavior Behavior
    {
        get => _behavior;
        set => _behavior = OptionsValidator.Validate(value);
    }

    /// <summary>The authentication and permission options. A user that is added after the start owns generated requests only after a Reset.</summary>
    public AccessOptions Access
    {
        get => _access;
        set => _access = value;
    }

    public IReadOnlyList<FaultRule> Faults
    {
        get => _faults.Rules;
        set => _faults.Rules = value;
    }

    /// <summary>The fault rules, and how often each has matched and was applied.</summary>
    public IReadOnlyList<FaultRuleStatistics> FaultStatistics => _faults.Statistics;

    /// <summary>The LDAP directory; null without one.</summary>
    public Uri? DirectoryAddress => _directory is { } directory ? new Uri($"ldap://127.0.0.1:{directory.Port}") : null;

    /// <summary>The behavior of the LDAP directory. Setting it resets the counters of connections and searches.</summary>
    public DirectoryBehavior Directory
    {
        get => _monitor.Behavior;
        set => _monitor.Behavior = value.DelayMilliseconds >= 0 && value.FailAfter is null or >= 0
            ? value
            : throw new ArgumentException("delayMilliseconds and failAfter must be 0 or more.");
    }

    /// <summary>The use of the LDAP directory by clients.</summary>
    public DirectoryActivity DirectoryActivity => _monitor.Activity;

    /// <summary>The certificate of the server; null without TLS.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public IReadOnlyList<RecordedCall> Calls => CallsAfter(0);

    /// <summary>The users that own the generated requests, with their names in the directory.</summary>
    public IReadOnlyCollection<StoredUser> Users => _users.All;

    public IReadOnlyList<StoredProfileTemplate> ProfileTemplates => _store.ProfileTemplates;

    public SimulatorState State
    {
        get
        {
            var (byStatus, revision) = _store.CountByStatus();
            return new(byStatus.Values.Sum(), _store.Seed, _store.ChangedCount, byStatus, _log.Count, [.. _store.Users.Take(10)], Behavior, revision,
                _log.Last, DirectoryAddress);
        }
    }

    /// <summary>Starts a simulator. When the task completes, the simulator is listening.</summary>
    /// <exception cref="SimulatorStartException">The state file, the certificate or the address cannot be used.</exception>
    /// <exception cref="ArgumentException">An option has a value that is not allowed.</exception>
    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var host = new SimulatorHost(options ?? new SimulatorOptions());
        try
        {
            await host._app.StartAsync(cancellationToken);
        }
        catch (Exception e)
        {
            await host.DisposeAsync();
            if (e is OperationCanceledException)
                throw;
            throw new SimulatorStartException($"The simulator cannot listen on {host.Urls}: {(e.InnerException ?? e).Message}", e);
        }
        try
        {
            if (host.Options.DirectoryPort is { } port)
                host._directory = new DirectoryServer(port, host.DirectoryContent, host._monitor);
        }
        catch (SocketException e)
        {
            await host.DisposeAsync();
            throw new SimulatorStartException($"The directory cannot listen on port {host.Options.DirectoryPort} of 127.0.0.1: {e.Message}", e);
        }
        var address = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        address = address.Replace("//[::]", "//127.0.0.1").Replace("//0.0.0.0", "//127.0.0.1").Replace("//+", "//127.0.0.1").Replace("//*", "//127.0.0.1");
        host.BaseAddress = new Uri($"{address}/{host.Options.Folder}/");
        return host;
    }

    /// <summary>Adds a fault rule after the existing ones.</summary>
    public void AddFault(FaultRule rule) => _faults.Add(rule);

    /// <summary>Returns the calls after the call with this <see cref="RecordedCall.Sequence"/>.</summary>
    public IReadOnlyList<RecordedCall> CallsAfter(long sequence) => _log.After(sequence);

    public void ClearCalls() => _log.Clear();

    /// <summary>Returns a stored request; null for an unknown id.</summary>
    public StoredRequest? Find(Guid id) => _store.Find(id);

    public IEnumerable<StoredRequest> Requests(int? status = null, Guid? target = null) => _store.List(status, target);

    /// <summary>Returns the requests that were changed or added, newest change first.</summary>
    /// <param name="revision">The <see cref="SimulatorState.Revision"/> after which changes are returned; 0 for all changes since the start or the
    /// last reset.</param>
    public IEnumerable<StoredRequest> ChangedRequests(long revision = 0) => _store.ChangedAfter(revision);

    /// <summary>Returns all requests: first the changed requests, newest change first, then the other requests in the order of the list.</summary>
    public IEnumerable<StoredRequest> RequestsChangedFirst() => _store.ChangedFirst();

    /// <summary>Sets the status of a request without the rules of the API. Returns null for an unknown id.</summary>
    public StoredRequest? SetStatus(Guid id, int status) => Edit(id, request => request with { Status = status });

    /// <summary>Changes a request without the rules of the API. Returns null for an unknown id.</summary>
    public StoredRequest? Edit(Guid id, Func<StoredRequest, StoredRequest> edit) => _store.Change(id, edit);

    /// <summary>Adds a request. If it has no id, one is generated.</summary>
    /// <exception cref="ArgumentException">The simulator already has a request with this id.</exception>
    public StoredRequest Add(StoredRequest request) => Add([request])[0];

    /// <summary>Adds requests. If one cannot be added, none is added.</summary>
    /// <exception cref="ArgumentException">The simulator already has a request with one of the ids, or two of the requests have the same
    /// id.</exception>
    public IReadOnlyList<StoredRequest> Add(IEnumerable<StoredRequest> requests)
    {
        List<StoredRequest> added = [.. requests.Select(request => request.Uuid == Guid.Empty ? request with { Uuid = Guid.NewGuid() } : request)];
        return _store.Add(added) is { } taken ? throw new ArgumentException($"A request with the id {taken} already exists.", nameof(requests)) : added;
    }

    /// <summary>Generates the requests again and adds the explicit requests. All changed and added requests are discarded.</summary>
    /// <param name="requests">The number of requests to generate, at most <see cref="SimulatorOptions.MaxRequests"/>; null for the same number as
    /// before.</param>
    /// <param name="seed">The seed; null for the same seed as before.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of requests is negative or too large.</exception>
    public void Reset(int? requests = null, int? seed = null)
    {
        if (requests is < 0 or > SimulatorOptions.MaxRequests)
            throw new ArgumentOutOfRangeException(nameof(requests), requests, $"Requests is a number from 0 to {SimulatorOptions.MaxRequests}.");
        _store.Reset(requests, seed);
    }

    /// <summary>Starts to stop the simulator without waiting.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <summary>Waits until the simulator has stopped.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        if (_directory is not null)
            await _directory.DisposeAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _store.Dispose();
        Certificate?.Dispose();
    }

    /// <summary>Returns the content of the directory. It is built again only if the users have changed.</summary>
    private DirectoryContent DirectoryContent()
    {
        var (users, deleted) = (_users.All, _monitor.Behavior.Deleted);
        if (_directoryContent is not { } kept || !ReferenceEquals(kept.Users, users) || !ReferenceEquals(kept.Deleted, deleted))
            _directoryContent = kept = (users, deleted, new DirectoryContent(users.ExceptBy(deleted, user => user.Uuid), _store.ProfileTemplates));
        return kept.Content;
    }

    private string Urls => Options.Urls ?? $"{(Options.Tls ? "https" : "http")}://127.0.0.1:{Options.Port}";

    private RequestStore OpenStore(SimulatorOptions options)
    {
        SqliteStateFile? file = null;
        try
        {
            file = options.State is { } path ? new SqliteStateFile(path) : null;
            return new RequestStore(options.Requests, options.Seed, [_behavior.CurrentUser, .. _access.Users.Values], options.ExplicitRequests, file);
        }
        catch (Exception e) when (options.State is not null
            && e is SqliteException or JsonException or InvalidOperationException or InvalidCastException or OverflowException)
        {
            file?.Dispose();
            throw new SimulatorStartException($"The state file {options.State} cannot be used: {SqliteStateFile.Explain(e)}", e);
        }
    }

    private WebApplication Build()
    {
        // An empty builder reads no settings files and no environment variables.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(Options.Verbose ? LogLevel.Information : LogLevel.Error);
        if (!Options.Verbose)
        {
            // Kestrel logs a response that a fault truncates as an error of the application.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.None);

            // A failed start is reported by an exception of StartAsync.
            builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        }
        var urls = Urls;
        if (urls.Contains("https://", StringComparison.OrdinalIgnoreCase))
            Certificate = CertificateFactory.Create(Options);
        builder.WebHost.UseUrls(urls).UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
            kestrel.ConfigureHttpsDefaults(https =>
            {
                https.ServerCertificate = Certificate;
                if (Options.ClientCertificates == ClientCertificatePolicy.None)
                    return;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            });
        });
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseWhen(context => ControlApi.Handles(context.Request), branch => branch.UseRouting().UseEndpoints(_control.Map));
        app.Run(HandleAsync);
        return app;
    }

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            await _requestHandler.HandleAsync(context);
        }
        catch (Exception e) when (e is not TruncatedResponseException && !context.RequestAborted.IsCancellationRequested)
        {
            _app.Logger.LogError(e, "{Method} {Path} failed in the simulator itself.", context.Request.Method, context.Request.Path);
            throw;
        }
    }
}
