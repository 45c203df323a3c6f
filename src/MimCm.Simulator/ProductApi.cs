using Microsoft.Net.Http.Headers;

namespace MimCm.Simulator;

/// <summary>The documented routes for requests: what the product would answer, whatever then becomes of the answer.</summary>
internal sealed class ProductApi(RequestStore store, Func<Unknowns> unknowns)
{
    private const int LongestBody = 64 * 1024;

    /// <summary>A body is read for a PUT only, and its change takes effect here.</summary>
    public async Task<Answer> AnswerAsync(HttpContext context, ProductRoute route, Call call)
    {
        var method = context.Request.Method;
        var reading = unknowns();
        if (!reading.ApiEnabled || route.Is == ProductRoute.Kind.Outside)
            return Answer.NotFoundPage();
        if (route.Is == ProductRoute.Kind.OtherResource)
        {
            return Answer.Error(404,
                $"No HTTP resource was found that matches the request URI '{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}'.");
        }
        return (method, route.Is) switch
        {
            ("GET", ProductRoute.Kind.List) => List(context.Request.Query, reading),
            ("GET", ProductRoute.Kind.Item) => store.Find(route.Id) is { } request ? Answer.Request(request) : Unknown(reading),
            ("PUT", ProductRoute.Kind.Item) => await ChangeAsync(context.Request, route.Id, reading, call),
            ("GET" or "PUT", ProductRoute.Kind.BadId) => Answer.Error(400, "The request is invalid."),
            _ => Answer.Error(405, $"The requested resource does not support http method '{method}'.") with
            {
                Headers = [("Allow", route.Is == ProductRoute.Kind.List ? "GET" : "GET, PUT")],
            },
        };
    }

    private Answer List(IQueryCollection query, Unknowns reading)
    {
        Guid? target = null;
        if (query["targetuser"] is [{ Length: > 0 } targetUser, ..])
        {
            if (targetUser.Equals("current", StringComparison.OrdinalIgnoreCase))
                target = reading.CurrentUser;
            else if (reading.UnknownTargetUser != 200)
                return Refusal(reading.UnknownTargetUser, "The target user is not supported.");
        }

        int? status = null;
        if (query["status"] is [{ Length: > 0 } name, ..])
        {
            // As Web API binds an enum: a name in any case, a number, or several by comma, which it adds up to one number.
            if (Enum.TryParse<RequestStatus>(name, ignoreCase: true, out var parsed))
                status = parsed == RequestStatus.None && reading.StatusNoneIsAny ? null : (int)parsed;
            else if (reading.InvalidStatus != 200)
                return Refusal(reading.InvalidStatus, "The request is invalid.");
        }

        var found = store.List(status, target);
        if (found.Any())
            return Answer.List(found);
        return reading.EmptyList == 204 ? new Answer(204) : Answer.List([]);
    }

    private async Task<Answer> ChangeAsync(HttpRequest request, Guid id, Unknowns reading, Call call)
    {
        if (request.ContentLength is not { } length)
        {
            return Answer.Page(411, "Length Required", "HTTP Error 411. The request must be chunked or have a content length.") with
            {
                Headers = [("Connection", "close")],
            };
        }
        if (length > LongestBody)
            return Answer.Error(413, "The request entity is too large.") with { Headers = [("Connection", "close")] };

        var body = new byte[length];
        await request.Body.ReadExactlyAsync(body, request.HttpContext.RequestAborted);
        call.Body = System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 4096)));

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            return Answer.Error(415,
                $"The request entity's media type '{type?.MediaType.Value ?? "application/octet-stream"}' is not supported for this resource.");
        }
        if (ChangeBody.Read(body) is not { } change)
            return Answer.Error(400, "The request is invalid.");
        if (store.Find(id) is null)
            return Unknown(reading);

        var changed = store.Change(id, request => Transitions.Apply(request, change, reading.DateEveryEnd));
        if (changed is null)
            return Refusal(reading.RefusalStatus, "The status of the request does not allow this operation.");
        call.Changed = true;
        return reading.ChangeAnswer == 204 ? new Answer(204) : Answer.Request(changed);
    }

    private static Answer Unknown(Unknowns reading) => Refusal(reading.UnknownId, "The request was not found.");

    private static Answer Refusal(int status, string message) => status switch
    {
        204 => new Answer(204),
        500 => Answer.Failure(),
        _ => Answer.Error(status, message),
    };
}
