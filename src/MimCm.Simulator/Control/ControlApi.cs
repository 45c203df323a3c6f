using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator.Control;

/// <summary>What a test asks and tells the simulator itself, under /_simulator/ and from this machine only; and the page that shows it.</summary>
internal sealed class ControlApi(SimulatorHost host)
{
    public const string Prefix = "/_simulator";

    /// <summary>Whether a call is none of the product's.</summary>
    public static bool Handles(HttpRequest request) =>
        request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase) || Dashboard.Handles(request);

    public async Task HandleAsync(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } caller && !IPAddress.IsLoopback(caller))
        {
            await SayAsync(context, 403, "The control API answers callers on this machine only.");
            return;
        }
        if (context.Request.Headers.Origin is [{ } seedParameters, ..] && seedParameters != $"{context.Request.Scheme}://{context.Request.Host}")
        {
            await SayAsync(context, 403, "The control API answers no page of another site.");
            return;
        }
        try
        {
            await RouteAsync(context);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            await SayAsync(context, 400, e.Message);
        }
    }

    private Task RouteAsync(HttpContext context)
    {
        if (Dashboard.Handles(context.Request))
            return Dashboard.WriteAsync(context);
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var name = segments.Length > 1 ? segments[1].ToLowerInvariant() : "";
        if (segments.Length == 3 && name == "requests" && Guid.TryParse(segments[2], out var id))
            return RequestAsync(context, id);
        if (segments.Length > 2)
            name = "";
        return (context.Request.Method, name) switch
        {
            ("GET", "calls") => CallsAsync(context),
            ("DELETE", "calls") => DoAsync(context, host.ClearCalls),
            ("GET", "state") => ShowAsync(context, host.State),
            ("GET", "requests") => RequestsAsync(context),
            ("POST", "requests") => AddAsync(context),
            ("POST", "reset") => ResetAsync(context),
            ("GET", "options") => ShowAsync(context, host.Behavior),
            ("PUT", "options") => OptionsAsync(context),
            ("GET", "access") => ShowAsync(context, host.Access),
            ("PUT", "access") => AccessAsync(context),
            ("GET", "faults") => ShowAsync(context, host.FaultStatistics),
            ("PUT" or "POST", "faults") => FaultsAsync(context),
            ("DELETE", "faults") => DoAsync(context, () => host.Faults = []),
            ("POST", "shutdown") => ShutdownAsync(context),
            _ => SayAsync(context, 404, $"The control API has no {context.Request.Method} {context.Request.Path}."),
        };
    }

    private async Task RequestAsync(HttpContext context, Guid id)
    {
        if (context.Request.Method == "PUT")
        {
            if (await ReadAsync(context) is not JsonObject changes)
                throw new FormatException("A JSON object is wanted, such as {\"Status\":3}.");
            StoredRequest? Edit() => host.Edit(id, r => ControlJson.Overlay(r, changes) with { Uuid = id });
            if (Number(context.Request.Query, "afterMs") is { } wait && host.Find(id) is { } unchanged)
            {
                ControlJson.Overlay(unchanged, changes);
                _ = Task.Delay(wait).ContinueWith(_ => Edit(), TaskScheduler.Default);
                await ShowAsync(context, unchanged, 202);
                return;
            }
            await ShowFoundAsync(context, id, Edit());
            return;
        }
        await ShowFoundAsync(context, id, context.Request.Method == "GET" ? host.Find(id) : null);
    }

    private Task CallsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        IEnumerable<RecordedCall> calls = host.CallsAfter(Number(query, "after") ?? 0);
        return ShowAsync(context, Number(query, "last") is { } last ? calls.TakeLast(last) : calls);
    }

    private Task RequestsAsync(HttpContext context)
    {
        var query = context.Request.Query;
        Guid? target = query["target"] is [{ } t, ..] ? Guid.Parse(t) : null;
        var found = query["changed"] == "true"
            ? host.ChangedRequests(Number(query, "since") ?? 0)
            : host.Requests(Number(query, "status"), target);
        return ShowAsync(context, found.Skip(Number(query, "skip") ?? 0).Take(Number(query, "take") ?? 100));
    }

    private async Task AddAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        var items = body is JsonArray array ? [.. array] : new[] { body };
        var added = items.Select(item => host.Add(item.Deserialize<StoredRequest>(ControlJson.Options)
            ?? throw new FormatException("A request is a JSON object."))).ToList();
        await ShowAsync(context, added, 201);
    }

    private async Task ResetAsync(HttpContext context)
    {
        var wish = (await ReadAsync(context)).Deserialize<ResetWish>(ControlJson.Options);
        host.Reset(wish?.Requests, wish?.Seed);
        await ShowAsync(context, host.State);
    }

    private async Task OptionsAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not JsonObject changes)
            throw new FormatException("A JSON object is wanted, such as {\"refusalStatus\":409}.");
        host.Behavior = ControlJson.Overlay(host.Behavior, changes);
        await ShowAsync(context, host.Behavior);
    }

    private async Task AccessAsync(HttpContext context)
    {
        if (await ReadAsync(context) is not JsonObject changes)
            throw new FormatException("A JSON object is wanted, such as {\"authentication\":\"bearer\"}.");
        host.Access = ControlJson.Overlay(host.Access, changes);
        await ShowAsync(context, host.Access);
    }

    /// <summary>PUT sets all rules, POST adds; one rule may stand without the array.</summary>
    private async Task FaultsAsync(HttpContext context)
    {
        var body = await ReadAsync(context);
        var rules = FaultRuleParser.Parse(body);
        if (context.Request.Method == "PUT")
            host.Faults = rules;
        else
            rules.ForEach(host.AddFault);
        await ShowAsync(context, host.FaultStatistics);
    }

    private async Task ShutdownAsync(HttpContext context)
    {
        context.Response.StatusCode = 202;
        await context.Response.CompleteAsync();
        host.Stop();
    }

    private static int? Number(IQueryCollection query, string name) =>
        query[name] is [{ } text, ..] ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static Task DoAsync(HttpContext context, Action action)
    {
        action();
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
    }

    private static Task ShowFoundAsync(HttpContext context, Guid id, StoredRequest? found) =>
        found is null ? SayAsync(context, 404, $"There is no request {id}.") : ShowAsync(context, found);

    private static Task ShowAsync<T>(HttpContext context, T value, int status = 200)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(value, ControlJson.Options, context.RequestAborted);
    }

    private static Task SayAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new { error }, ControlJson.Options, context.RequestAborted);
    }

    private sealed record ResetWish(int? Requests, int? Seed);
}
