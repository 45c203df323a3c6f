using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>Error responses that several resources share.</summary>
internal static class ApiErrors
{
    public static ApiResponse NoRoute(ApiCallContext call) =>
        ApiResponse.Error(404, $"No HTTP resource was found that matches the request URI '{call.Uri}'.");

    public static ApiResponse InvalidRequest() => ApiResponse.Error(400, "The request is invalid.");

    public static ApiResponse Forbidden() => ApiResponse.Error(403, "Authorization has been denied for this request.");

    /// <summary>Returns the response for an unknown id.</summary>
    public static ApiResponse NotFound(ServerBehavior behavior) => WithStatus(behavior.UnknownId, "The request was not found.");

    /// <summary>Returns the response to a change that the status of a request does not allow.</summary>
    public static ApiResponse NotAllowed(ServerBehavior behavior) =>
        WithStatus(behavior.RefusalStatus, "The status of the request does not allow this operation.");

    /// <summary>Returns the response to a POST with an invalid body.</summary>
    public static ApiResponse InvalidCreate(ServerBehavior behavior) => WithStatus(behavior.InvalidCreate, "The request is invalid.");

    /// <summary>Returns the response to a query without results.</summary>
    public static ApiResponse Empty(ServerBehavior behavior) => behavior.EmptyList == 204 ? new ApiResponse(204) : ApiResponse.Elements<int>([]);

    public static ApiResponse WithStatus(int status, string message) => status switch
    {
        204 => new ApiResponse(204),
        500 => ApiResponse.InternalError(),
        _ => ApiResponse.Error(status, message),
    };

    /// <summary>Returns the list, or the response to a query without results.</summary>
    public static ApiResponse ListOf<T>(IEnumerable<T> elements, ServerBehavior behavior)
    {
        var list = elements as IReadOnlyList<T> ?? [.. elements];
        return list.Count == 0 ? Empty(behavior) : ApiResponse.Elements(list);
    }

    /// <summary>Returns the error response to a targetuser other than current; null if there is no error.</summary>
    public static ApiResponse? CheckTargetUser(ApiCallContext call, out bool isCurrent)
    {
        isCurrent = false;
        if (call.Query["targetuser"] is not [{ Length: > 0 } targetUser, ..])
            return null;
        isCurrent = targetUser.Equals("current", StringComparison.OrdinalIgnoreCase);
        return isCurrent || call.Behavior.UnknownTargetUser == 200
            ? null
            : WithStatus(call.Behavior.UnknownTargetUser, "The target user is not supported.");
    }

    /// <summary>Returns 201 with the relative address of the created object, as a JSON string.</summary>
    public static ApiResponse Created(ApiCallContext call, string resource, Guid id)
    {
        var address = $"api/v1.0/{resource}/{id}";
        var response = ApiResponse.Text(201, address);
        if (call.Behavior.Location == LocationHeader.None)
            return response;
        var path = call.Uri.AbsolutePath;
        var root = path[..path.IndexOf("/api/", StringComparison.OrdinalIgnoreCase)];
        return response with { Headers = [("Location", new Uri(call.Uri, $"{root}/{address}").AbsoluteUri)] };
    }
}
