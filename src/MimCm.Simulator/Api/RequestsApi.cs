using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The documented routes for requests: what the product would answer, whatever then becomes of the answer.</summary>
internal sealed class RequestsApi(RequestStore store)
{
    public ApiResponse Respond(ApiCallContext call)
    {
        var route = call.Route;
        if (route.Kind == ApiRouteKind.OtherResource)
            return ApiResponse.Error(404, $"No HTTP resource was found that matches the request URI '{call.Uri}'.");
        return (call.Method, route.Kind) switch
        {
            ("GET", ApiRouteKind.List) => List(call),
            ("POST", ApiRouteKind.List) => ValidateBody(call.Body) ?? Create(call),
            ("GET", ApiRouteKind.Item) => Read(call),
            ("PUT", ApiRouteKind.Item) => ValidateBody(call.Body) ?? Change(call, takesEffect: true),
            ("GET" or "PUT", ApiRouteKind.BadId) => ApiResponse.Error(400, "The request is invalid."),
            _ => ApiResponse.Error(405, $"The requested resource does not support http method '{call.Method}'.") with
            {
                Headers = [("Allow", route.Kind == ApiRouteKind.List ? "GET, POST" : "GET, PUT")],
            },
        };
    }

    /// <summary>What a PUT would be answered, without doing what it asks for.</summary>
    public ApiResponse PreviewChange(ApiCallContext call) => ValidateBody(call.Body) ?? Change(call, takesEffect: false);

    private static ApiResponse? ValidateBody(ApiRequestBody body) => body switch
    {
        { IsChunked: true } => ApiResponse.HtmlPage(411, "Length Required", "HTTP Error 411. The request must have a content length.") with
        {
            Headers = [("Connection", "close")],
        },
        { IsTooLong: true } => ApiResponse.Error(413, "The request entity is too large.") with { Headers = [("Connection", "close")] },
        { IsJson: false } => ApiResponse.Error(415,
            $"The request entity's media type '{body.MediaType ?? "application/octet-stream"}' is not supported for this resource."),
        _ => null,
    };

    private ApiResponse List(ApiCallContext call)
    {
        var behavior = call.Behavior;
        Guid? target = null;
        if (call.Query["targetuser"] is [{ Length: > 0 } targetUser, ..])
        {
            if (targetUser.Equals("current", StringComparison.OrdinalIgnoreCase))
                target = call.Caller.User;
            else if (behavior.UnknownTargetUser != 200)
                return Error(behavior.UnknownTargetUser, "The target user is not supported.");
        }

        int? status = null;
        if (call.Query["status"] is [{ Length: > 0 } name, ..])
        {
            // As Web API binds an enum: a name in any case, a number, or several by comma, which it adds up to one number.
            if (Enum.TryParse<RequestStatus>(name, ignoreCase: true, out var parsed))
                status = parsed == RequestStatus.None && behavior.StatusNoneIsAny ? null : (int)parsed;
            else if (behavior.InvalidStatus != 200)
                return Error(behavior.InvalidStatus, "The request is invalid.");
        }

        if (!call.IsAllowed(AccessRight.List))
            return Forbidden();
        var found = store.List(status, target);
        if (call.Access.Permissions.Count > 0)
            found = found.Where(request => call.IsAllowed(AccessRight.List, request));
        if (found.Any())
            return ApiResponse.List(found);
        return behavior.EmptyList == 204 ? new ApiResponse(204) : ApiResponse.List([]);
    }

    private ApiResponse Read(ApiCallContext call)
    {
        if (store.Find(call.Route.Id) is not { } request)
            return NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, request) ? ApiResponse.Request(request) : Forbidden();
    }

    private ApiResponse Create(ApiCallContext call)
    {
        if (CreateRequestBody.Read(call.Body.Bytes, call.Caller.User) is not { } asked)
            return ApiResponse.Error(400, "The request is invalid.");
        if (!call.IsAllowed(AccessRight.Create))
            return Forbidden();
        var status = call.Behavior.ApproveCreated ? RequestStatus.Approved : RequestStatus.Pending;
        var created = store.Create(asked with { Status = (int)status });
        call.Log.Changed = true;
        return ApiResponse.Text(201, $"api/v1.0/requests/{created.Uuid}");
    }

    private ApiResponse Change(ApiCallContext call, bool takesEffect)
    {
        if (StatusChangeBody.Read(call.Body.Bytes) is not { } change)
            return ApiResponse.Error(400, "The request is invalid.");
        if (store.Find(call.Route.Id) is not { } request)
            return NotFound(call.Behavior);
        if (!call.IsAllowed(AccessRight.Change, request))
            return Forbidden();
        if (!takesEffect)
            return Changed(request, call.Behavior);

        var changed = store.Change(request.Uuid, r => StatusTransitions.Apply(r, change, call.Behavior.DateEveryEnd));
        if (changed is null)
            return Error(call.Behavior.RefusalStatus, "The status of the request does not allow this operation.");
        call.Log.Changed = true;
        return Changed(changed, call.Behavior);
    }

    private static ApiResponse Changed(StoredRequest request, ServerBehavior behavior) =>
        behavior.ChangeAnswer == 204 ? new ApiResponse(204) : ApiResponse.Request(request);

    private static ApiResponse NotFound(ServerBehavior behavior) => Error(behavior.UnknownId, "The request was not found.");

    private static ApiResponse Forbidden() => ApiResponse.Error(403, "Authorization has been denied for this request.");

    private static ApiResponse Error(int status, string message) => status switch
    {
        204 => new ApiResponse(204),
        500 => ApiResponse.InternalError(),
        _ => ApiResponse.Error(status, message),
    };
}
