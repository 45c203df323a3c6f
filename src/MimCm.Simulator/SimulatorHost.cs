using System.Diagnostics;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace MimCm.Simulator;

/// <summary>A running simulator. Everything that its control API does over HTTP can be done here in the same process.</summary>
public sealed class SimulatorHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly RequestStore _store;
    private readonly CallLog _log = new();
    private readonly ProductApi _product;
    private readonly ControlApi _control;
    private volatile Unknowns _unknowns;

    private SimulatorHost(SimulatorOptions options)
    {
        Options = options;
        _unknowns = options.Unknowns.Checked();
        _store = new RequestStore(options.Requests, options.Seed, [_unknowns.CurrentUser]);
        _product = new ProductApi(_store, () => _unknowns);
        _control = new ControlApi(this);
        _app = Build();
    }

    public SimulatorOptions Options { get; }

    /// <summary>The virtual folder, with a slash at the end.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Where the control API is, with a slash at the end.</summary>
    public Uri ControlAddress => new(BaseAddress, ControlApi.Prefix + "/");

    public Unknowns Unknowns
    {
        get => _unknowns;
        set => _unknowns = value.Checked();
    }

    public IReadOnlyList<Call> Calls => _log.Snapshot();

    public SimulatorState State
    {
        get
        {
            var byStatus = _store.CountByStatus();
            return new(byStatus.Values.Sum(), _store.Seed, _store.ChangedCount, byStatus, Calls.Count, [.. _store.Users.Take(10)], Unknowns);
        }
    }

    public static async Task<SimulatorHost> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var host = new SimulatorHost(options ?? new SimulatorOptions());
        try
        {
            await host._app.StartAsync(cancellationToken);
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
        var address = host._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        address = address.Replace("//[::]", "//127.0.0.1").Replace("//0.0.0.0", "//127.0.0.1").Replace("//+", "//127.0.0.1").Replace("//*", "//127.0.0.1");
        host.BaseAddress = new Uri($"{address}/{host.Options.Folder}/");
        return host;
    }

    public void ClearCalls() => _log.Clear();

    /// <summary>The request as the server holds it; null where it holds none.</summary>
    public StoredRequest? Find(Guid id) => _store.Find(id);

    public IEnumerable<StoredRequest> Requests(int? status = null, Guid? target = null) => _store.List(status, target);

    /// <summary>Sets a status behind the product's back; null for an unknown id.</summary>
    public StoredRequest? SetStatus(Guid id, int status) => Edit(id, request => request with { Status = status });

    /// <summary>Changes a request behind the product's back; null for an unknown id.</summary>
    public StoredRequest? Edit(Guid id, Func<StoredRequest, StoredRequest> edit) => _store.Change(id, edit);

    /// <summary>Adds a request; one without an id gets one.</summary>
    public StoredRequest Add(StoredRequest request)
    {
        if (request.Uuid == Guid.Empty)
            request = request with { Uuid = Guid.NewGuid() };
        return _store.Add(request) ? request : throw new ArgumentException($"There is a request {request.Uuid} already.", nameof(request));
    }

    /// <summary>Makes the requests anew; what was changed or added is gone.</summary>
    public void Reset(int? requests = null, int? seed = null) => _store.Reset(requests, seed);

    /// <summary>Begins to stop, without waiting.</summary>
    public void Stop() => _app.Lifetime.StopApplication();

    /// <summary>Ends when the simulator was told to stop and has.</summary>
    public Task WaitForStopAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private WebApplication Build()
    {
        // An empty builder: neither a settings file nor an environment variable of the machine has a say.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(1));
        builder.Logging.AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace)
            .SetMinimumLevel(Options.Verbose ? LogLevel.Information : LogLevel.Error);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.AllowSynchronousIO = true;
            kestrel.Limits.MinResponseDataRate = null;
        });
        builder.WebHost.UseUrls(Options.Urls ?? $"http://127.0.0.1:{Options.Port}");
        var app = builder.Build();
        app.Run(HandleAsync);
        return app;
    }

    private async Task HandleAsync(HttpContext context)
    {
        if (context.Request.Path.StartsWithSegments(ControlApi.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            await _control.HandleAsync(context);
            return;
        }

        var route = ProductRoute.Of(context.Request.Path.Value ?? "", Options.Folder);
        var call = CallRecorder.Begin(context, route);
        _log.Add(call);
        var started = Stopwatch.GetTimestamp();
        try
        {
            await AnswerSender.SendAsync(context, await _product.AnswerAsync(context, route, call), call);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            call.Aborted = true;
        }
        finally
        {
            call.Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }
}
