using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator.Control;

/// <summary>The control API under /_simulator/, with which tests configure and query the simulator, and the page that shows its state.</summary>
internal sealed class ControlApi(SimulatorHost host)
{
    public const string Prefix = "/_simulator";

    private static readonly TimeSpan MaxDelay = TimeSpan.FromDays(1);

    /// <summary>Returns whether a call is for the control API or the page, and not for the simulated server.</summary>
    public static bool Handles(HttpRequest request) =>
        request.Path.StartsWithSegments(Prefix, StringComparison.OrdinalIgnoreCase) || Dashboard.Handles(request);

    public void Map(IEndpointRouteBuilder routes)
    {
        var all = routes.MapGroup("").AddEndpointFilter<LocalCallerFilter>().AddEndpointFilter<ControlErrorFilter>();
        Dashboard.Map(all);

        var api = all.MapGroup(Prefix);
        api.MapGet("calls", GetCalls);
        api.MapDelete("calls", () => Done(host.ClearCalls));
        api.MapGet("state", () => Json(host.State));
        api.MapGet("users", () => Json(host.Users));
        api.MapGet("directory", () => Json(host.DirectoryActivity));
        api.MapPut("directory", async (HttpRequest request) =>
        {
            host.Directory = ControlJson.Overlay(host.Directory, await ReadObjectAsync(request));
            return Json(host.DirectoryActivity);
        });
        api.MapGet("requests", GetRequests);
        api.MapPost("requests", AddRequestsAsync);
        api.MapGet("requests/{id:guid}", (Guid id) => JsonOrNotFound(id, host.Find(id)));
        api.MapPut("requests/{id:guid}", EditRequestAsync);
        api.MapPost("reset", ResetAsync);
        api.MapGet("options", () => Json(host.Behavior));
        api.MapPut("options", async (HttpRequest request) => Json(host.Behavior = ControlJson.Overlay(host.Behavior, await ReadObjectAsync(request))));
        api.MapGet("access", () => Json(host.Access));
        api.MapPut("access", async (HttpRequest request) => Json(host.Access = ControlJson.Overlay(host.Access, await ReadObjectAsync(request))));
        api.MapGet("faults", () => Json(host.FaultStatistics));
        api.MapPut("faults", async (HttpRequest request) => SetFaults(FaultRuleParser.Parse(await ReadAsync(request))));
        api.MapPost("faults", async (HttpRequest request) => AddFaults(FaultRuleParser.Parse(await ReadAsync(request))));
        api.MapDelete("faults", () => Done(() => host.Faults = []));
        api.MapPost("shutdown", Shutdown);
        api.MapFallback((HttpRequest request) => Error(404, $"The control API has no {request.Method} {request.Path}."));
    }

    public static IResult Error(int status, string message) => Json(new { error = message }, status);

    private static IResult Json<T>(T value, int status = 200) => Results.Json(value, ControlJson.Options, statusCode: status);

    private static IResult JsonOrNotFound(Guid id, StoredRequest? found) => found is null ? Error(404, $"There is no request {id}.") : Json(found);

    private static IResult Done(Action action)
    {
        action();
        return Results.NoContent();
    }

    private IResult GetCalls(HttpRequest request)
    {
        IEnumerable<RecordedCall> calls = host.CallsAfter(Number(request, "after") ?? 0);
        return Json(Count(request, "last") is { } last ? calls.TakeLast(last) : calls);
    }

    private IResult GetRequests(HttpRequest request)
    {
        var query = request.Query;
        Guid? target = query["target"] is [{ } text, ..]
            ? Guid.TryParse(text, out var id) ? id : throw new FormatException($"target must be a GUID, not '{text}'.")
            : null;
        var found = query["changed"] == "true" ? host.ChangedRequests(Number(request, "since") ?? 0)
            : query["changedFirst"] == "true" ? host.RequestsChangedFirst()
            : host.Requests(Status(request), target);
        return Json(found.Skip(Count(request, "skip") ?? 0).Take(Count(request, "take") ?? 100));
    }

    /// <summary>Adds one request or an array of requests. If one is invalid, none is added.</summary>
    private async Task<IResult> AddRequestsAsync(HttpRequest request)
    {
        var body = await ReadAsync(request);
        var items = body is JsonArray array ? [.. array] : new[] { body };
        var requests = items.Select(item => item is JsonObject
            ? item.Deserialize<StoredRequest>(ControlJson.Options)!
            : throw new FormatException("A request must be a JSON object, such as {\"Status\":3}.")).ToList();
        return Json(host.Add(requests), 201);
    }

    /// <summary>Changes a request, at once or after a delay with ?afterMs=. With a delay, the response contains the unchanged request.</summary>
    private async Task<IResult> EditRequestAsync(Guid id, HttpRequest request)
    {
        var changes = await ReadObjectAsync(request);
        if (Number(request, "afterMs") is { } milliseconds && host.Find(id) is { } unchanged)
        {
            if (milliseconds < 0 || milliseconds > MaxDelay.TotalMilliseconds)
                throw new FormatException($"afterMs must be a number from 0 to {MaxDelay.TotalMilliseconds}, not {milliseconds}.");
            ControlJson.Overlay(unchanged, changes);
            _ = Task.Delay(TimeSpan.FromMilliseconds(milliseconds), host.Options.TimeProvider).ContinueWith(_ => Edit(), TaskScheduler.Default);
            return Json(unchanged, 202);
        }
        return JsonOrNotFound(id, Edit());

        StoredRequest? Edit() => host.Edit(id, r => ControlJson.Overlay(r, changes) with { Uuid = id });
    }

    private async Task<IResult> ResetAsync(HttpRequest request)
    {
        var parameters = (await ReadAsync(request)).Deserialize<ResetParameters>(ControlJson.Options);
        host.Reset(parameters?.Requests, parameters?.Seed);
        return Json(host.State);
    }

    private IResult SetFaults(IReadOnlyList<FaultRule> rules)
    {
        host.Faults = rules;
        return Json(host.FaultStatistics);
    }

    private IResult AddFaults(IEnumerable<FaultRule> rules)
    {
        foreach (var rule in rules)
            host.AddFault(rule);
        return Json(host.FaultStatistics);
    }

    private IResult Shutdown(HttpContext context)
    {
        context.Response.OnCompleted(() =>
        {
            host.Stop();
            return Task.CompletedTask;
        });
        return Results.StatusCode(202);
    }

    private static long? Number(HttpRequest request, string name) => request.Query[name] is not [{ } text, ..]
        ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new FormatException($"{name} must be an integer, not '{text}'.");

    private static int? Count(HttpRequest request, string name) => Number(request, name) switch
    {
        null => null,
        < 0 => throw new FormatException($"{name} must be 0 or more."),
        { } number => (int)Math.Min(number, int.MaxValue),
    };

    private static int? Status(HttpRequest request) => Number(request, "status") switch
    {
        null => null,
        < int.MinValue or > int.MaxValue => throw new FormatException("status must be the number of a status, such as 16."),
        { } number => (int)number,
    };

    private static async Task<JsonNode?> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
        return string.IsNullOrWhiteSpace(text) ? null : JsonNode.Parse(text);
    }

    private static async Task<JsonObject> ReadObjectAsync(HttpRequest request) =>
        await ReadAsync(request) as JsonObject ?? throw new FormatException("The body must be a JSON object with the properties to change.");
}
