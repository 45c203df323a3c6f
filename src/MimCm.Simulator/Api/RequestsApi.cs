namespace MimCm.Simulator;

/// <summary>The documented routes for requests: what the product would answer, whatever then becomes of the answer.</summary>
internal sealed class ProductApi(RequestStore store)
{
    public Answer AnswerTo(ProductCall call)
    {
        var route = call.Route;
        if (route.Is == ProductRoute.Kind.OtherResource)
            return Answer.Error(404, $"No HTTP resource was found that matches the request URI '{call.Uri}'.");
        return (call.Method, route.Is) switch
        {
            ("GET", ProductRoute.Kind.List) => List(call),
            ("POST", ProductRoute.Kind.List) => Check(call.Body) ?? Create(call),
            ("GET", ProductRoute.Kind.Item) => Read(call),
            ("PUT", ProductRoute.Kind.Item) => Check(call.Body) ?? Change(call, takesEffect: true),
            ("GET" or "PUT", ProductRoute.Kind.BadId) => Answer.Error(400, "The request is invalid."),
            _ => Answer.Error(405, $"The requested resource does not support http method '{call.Method}'.") with
            {
                Headers = [("Allow", route.Is == ProductRoute.Kind.List ? "GET, POST" : "GET, PUT")],
            },
        };
    }

    /// <summary>What a PUT would be answered, without doing what it asks for.</summary>
    public Answer AnswerUnchanged(ProductCall call) => Check(call.Body) ?? Change(call, takesEffect: false);

    private static Answer? Check(ProductBody body) => body switch
    {
        { IsChunked: true } => Answer.Page(411, "Length Required", "HTTP Error 411. The request must have a content length.") with
        {
            Headers = [("Connection", "close")],
        },
        { IsTooLong: true } => Answer.Error(413, "The request entity is too large.") with { Headers = [("Connection", "close")] },
        { IsJson: false } => Answer.Error(415,
            $"The request entity's media type '{body.MediaType ?? "application/octet-stream"}' is not supported for this resource."),
        _ => null,
    };

    private Answer List(ProductCall call)
    {
        var reading = call.Unknowns;
        Guid? target = null;
        if (call.Query["targetuser"] is [{ Length: > 0 } targetUser, ..])
        {
            if (targetUser.Equals("current", StringComparison.OrdinalIgnoreCase))
                target = call.Caller.User;
            else if (reading.UnknownTargetUser != 200)
                return Refusal(reading.UnknownTargetUser, "The target user is not supported.");
        }

        int? status = null;
        if (call.Query["status"] is [{ Length: > 0 } name, ..])
        {
            // As Web API binds an enum: a name in any case, a number, or several by comma, which it adds up to one number.
            if (Enum.TryParse<RequestStatus>(name, ignoreCase: true, out var parsed))
                status = parsed == RequestStatus.None && reading.StatusNoneIsAny ? null : (int)parsed;
            else if (reading.InvalidStatus != 200)
                return Refusal(reading.InvalidStatus, "The request is invalid.");
        }

        if (!call.May(Right.List))
            return Denied();
        var found = store.List(status, target);
        if (call.Access.Permissions.Count > 0)
            found = found.Where(request => call.May(Right.List, request));
        if (found.Any())
            return Answer.List(found);
        return reading.EmptyList == 204 ? new Answer(204) : Answer.List([]);
    }

    private Answer Read(ProductCall call)
    {
        if (store.Find(call.Route.Id) is not { } request)
            return Unknown(call.Unknowns);
        return call.May(Right.Read, request) ? Answer.Request(request) : Denied();
    }

    private Answer Create(ProductCall call)
    {
        if (CreateBody.Read(call.Body.Bytes, call.Caller.User) is not { } asked)
            return Answer.Error(400, "The request is invalid.");
        if (!call.May(Right.Create))
            return Denied();
        var status = call.Unknowns.ApproveCreated ? RequestStatus.Approved : RequestStatus.Pending;
        var created = store.Create(asked with { Status = (int)status });
        call.Log.Changed = true;
        return Answer.Text(201, $"api/v1.0/requests/{created.Uuid}");
    }

    private Answer Change(ProductCall call, bool takesEffect)
    {
        if (ChangeBody.Read(call.Body.Bytes) is not { } change)
            return Answer.Error(400, "The request is invalid.");
        if (store.Find(call.Route.Id) is not { } request)
            return Unknown(call.Unknowns);
        if (!call.May(Right.Change, request))
            return Denied();
        if (!takesEffect)
            return Answered(request, call.Unknowns);

        var changed = store.Change(request.Uuid, r => Transitions.Apply(r, change, call.Unknowns.DateEveryEnd));
        if (changed is null)
            return Refusal(call.Unknowns.RefusalStatus, "The status of the request does not allow this operation.");
        call.Log.Changed = true;
        return Answered(changed, call.Unknowns);
    }

    private static Answer Answered(StoredRequest request, Unknowns reading) =>
        reading.ChangeAnswer == 204 ? new Answer(204) : Answer.Request(request);

    private static Answer Unknown(Unknowns reading) => Refusal(reading.UnknownId, "The request was not found.");

    private static Answer Denied() => Answer.Error(403, "Authorization has been denied for this request.");

    private static Answer Refusal(int status, string message) => status switch
    {
        204 => new Answer(204),
        500 => Answer.Failure(),
        _ => Answer.Error(status, message),
    };
}
