using System.Diagnostics;
using MimCm.Simulator.Api;
using MimCm.Simulator.Auth;
using MimCm.Simulator.Control;
using MimCm.Simulator.Data;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator.Server;

/// <summary>Handles a call of the API, from its arrival to the last byte of the response.</summary>
internal sealed class ApiRequestHandler(SimulatorHost host, RequestStore store, UserNames users, CallLog log, FaultInjector faults, CancellationToken stopping)
{
    private readonly ApiRouter _router = new(store, users);

    /// <exception cref="TruncatedResponseException">A fault truncates the response.</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var route = ApiRoute.Parse(context.Request.Path.Value ?? "", host.Options.Folder);
        var call = CallRecorder.Record(context, route);
        log.Add(call);
        var started = Stopwatch.GetTimestamp();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await RespondAsync(context, route, call, both.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            call.Aborted = !stopping.IsCancellationRequested;
            context.Abort();
        }
        finally
        {
            call.Milliseconds = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        }
    }

    private async Task RespondAsync(HttpContext context, ApiRoute route, RecordedCall call, CancellationToken cancellationToken)
    {
        var (access, behavior) = (host.Access, host.Behavior);
        var body = await ApiRequestBody.ReadAsync(context.Request, call, cancellationToken);
        var sender = new ResponseWriter(context, call, cancellationToken);

        if (host.Options.ClientCertificates == ClientCertificatePolicy.Require && call.ClientCertificate is null)
        {
            await sender.WriteAsync(ApiResponse.HtmlPage(403, "Forbidden: Client certificate required.",
                "HTTP Error 403.7: the page you are attempting to access requires a client certificate."));
            return;
        }
        var (caller, refusal, headers) = Authenticator.Authenticate(context, access, behavior, call);
        if (caller is null)
        {
            await sender.WriteAsync(refusal! with { Headers = headers });
            return;
        }
        if (Authenticator.IssueSessionCookie(context, access, call) is { } cookie)
            headers = [.. headers, ("Set-Cookie", cookie)];

        var uri = new Uri($"{context.Request.Scheme}://{context.Request.Host}{call.Path}{call.Query}");
        var productCall = new ApiCallContext(context.Request.Method, uri, route, context.Request.Query, body, caller, access, behavior, call);
        ApiResponse Product() => IsServed(productCall) ? _router.Respond(productCall) : ApiResponse.NotFoundPage();

        if (faults.SelectFault(call, route) is not { } fault)
        {
            var response = Product();
            await sender.WriteAsync(response with { Headers = [.. headers, .. response.Headers] });
            return;
        }

        call.Fault = fault.Name;
        if (fault.LatencyMs > 0)
            await Task.Delay(fault.LatencyMs, cancellationToken);
        var faulted = RespondWithFault(fault.Rule, productCall, Product);
        if (fault.Rule.Effect == FaultEffect.Late && call.Method is "PUT" or "POST")
            _ = ApplyLaterAsync(fault.Rule.LateMs, Product);
        if (fault.Rule.Reset)
        {
            context.Abort();
            return;
        }
        await sender.WriteAsync(FaultResponseBuilder.Apply(faulted with { Headers = [.. headers, .. faulted.Headers] }, fault.Rule));
    }

    /// <summary>Returns the response with a fault applied. The rule determines whether the requested change takes effect.</summary>
    private ApiResponse RespondWithFault(FaultRule rule, ApiCallContext call, Func<ApiResponse> product)
    {
        var isChange = call.Method is "PUT" or "POST";
        if (rule.ReplacesResponse)
        {
            if (isChange && rule.Effect == FaultEffect.Yes)
                product();
            return rule.Status is null ? new ApiResponse(204) : FaultResponseBuilder.CreateReplacement(rule);
        }
        var isHeldBack = isChange && rule.Effect is (FaultEffect.No or FaultEffect.Late) && IsServed(call);
        return isHeldBack ? _router.Respond(call with { TakesEffect = false }) : product();
    }

    private static bool IsServed(ApiCallContext call) => call.Behavior.ApiEnabled && call.Route.Kind != ApiRouteKind.Outside;

    private async Task ApplyLaterAsync(int milliseconds, Func<ApiResponse> product)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), host.Options.TimeProvider, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            product();
    }
}
