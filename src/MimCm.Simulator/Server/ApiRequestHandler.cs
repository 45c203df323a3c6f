using System.Diagnostics;

namespace MimCm.Simulator;

/// <summary>Takes a call of the product from its arrival to the last byte of its answer.</summary>
internal sealed class ProductHandler(SimulatorHost host, RequestStore store, CallLog log, FaultBook faults, CancellationToken stopping)
{
    private readonly ProductApi _api = new(store);

    /// <exception cref="BrokenOffException">A fault leaves the answer unfinished.</exception>
    public async Task HandleAsync(HttpContext context)
    {
        var route = ProductRoute.Of(context.Request.Path.Value ?? "", host.Options.Folder);
        var call = CallRecorder.Begin(context, route);
        log.Add(call);
        var started = Stopwatch.GetTimestamp();
        using var both = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            await AnswerAsync(context, route, call, both.Token);
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

    private async Task AnswerAsync(HttpContext context, ProductRoute route, Call call, CancellationToken cancellationToken)
    {
        var (access, unknowns) = (host.Access, host.Unknowns);
        var body = await ProductBody.ReadAsync(context.Request, call, cancellationToken);
        var sender = new AnswerSender(context, call, cancellationToken);

        if (host.Options.ClientCertificates == ClientCertificates.Require && call.ClientCertificate is null)
        {
            await sender.SendAsync(Answer.Page(403, "Forbidden: Client certificate required.",
                "HTTP Error 403.7: the page you are attempting to access requires a client certificate."));
            return;
        }
        var (caller, refusal, headers) = Doorkeeper.Admit(context, access, unknowns, call);
        if (caller is null)
        {
            await sender.SendAsync(refusal! with { Headers = headers });
            return;
        }
        if (Doorkeeper.Session(context, access, call) is { } cookie)
            headers = [.. headers, ("Set-Cookie", cookie)];

        var uri = new Uri($"{context.Request.Scheme}://{context.Request.Host}{call.Path}{call.Query}");
        var productCall = new ProductCall(context.Request.Method, uri, route, context.Request.Query, body, caller, access, unknowns, call);
        var isServed = unknowns.ApiEnabled && route.Is != ProductRoute.Kind.Outside;
        Answer Product() => isServed ? _api.AnswerTo(productCall) : Answer.NotFoundPage();

        if (faults.Next(call, route) is not { } fault)
        {
            var answer = Product();
            await sender.SendAsync(answer with { Headers = [.. headers, .. answer.Headers] });
            return;
        }

        call.Fault = fault.Name;
        if (fault.LatencyMs > 0)
            await Task.Delay(fault.LatencyMs, cancellationToken);
        var faulted = Faulted(fault.Rule, productCall, Product);
        if (fault.Rule.Effect == FaultEffect.Late && (call.Method == "PUT" || (call.Method == "POST" && fault.Rule.Replaces)))
            _ = TakeEffectLaterAsync(fault.Rule.LateMs, Product);
        if (fault.Rule.Reset)
        {
            context.Abort();
            return;
        }
        await sender.SendAsync(FaultedAnswer.Apply(faulted with { Headers = [.. headers, .. faulted.Headers] }, fault.Rule));
    }

    /// <summary>The answer under a fault, the change that was asked for made or not, as the rule has it.</summary>
    private Answer Faulted(FaultRule rule, ProductCall call, Func<Answer> product)
    {
        var isChange = call.Method is "PUT" or "POST";
        if (rule.Replaces)
        {
            if (isChange && rule.Effect == FaultEffect.Yes)
                product();
            return rule.Status is null ? new Answer(204) : FaultedAnswer.Replacement(rule);
        }
        var isHeldBack = call is { Method: "PUT", Route.Is: ProductRoute.Kind.Item } && rule.Effect is (FaultEffect.No or FaultEffect.Late);
        return isHeldBack ? _api.AnswerUnchanged(call) : product();
    }

    private async Task TakeEffectLaterAsync(int milliseconds, Func<Answer> product)
    {
        await Task.Delay(milliseconds, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
            product();
    }
}
