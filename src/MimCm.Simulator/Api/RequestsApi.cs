using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The routes requests and requests/{id} (docs/api.md, section 3).</summary>
internal sealed class RequestsApi(RequestStore store, IssuedProfiles profiles)
{
    public ApiResponse List(ApiCallContext call)
    {
        var behavior = call.Behavior;
        if (ApiErrors.CheckTargetUser(call, out var isCurrent) is { } refusal)
            return refusal;

        int? status = null;
        if (call.Query["status"] is [{ Length: > 0 } name, ..])
        {
            // Web API binds an enumeration from a name in any case, from a number, or from several names, whose values it combines with OR.
            if (Enum.TryParse<RequestStatus>(name, ignoreCase: true, out var parsed))
                status = parsed == RequestStatus.None && behavior.StatusNoneIsAny ? null : (int)parsed;
            else if (behavior.InvalidStatus != 200)
                return ApiErrors.WithStatus(behavior.InvalidStatus, "The request is invalid.");
        }

        if (!call.IsAllowed(AccessRight.List))
            return ApiErrors.Forbidden();
        var found = store.List(status, isCurrent ? call.Caller.User : null);
        if (call.Access.Permissions.Count > 0)
            found = found.Where(request => call.IsAllowed(AccessRight.List, request));
        return found.Any() ? ApiResponse.List(found) : ApiErrors.Empty(behavior);
    }

    public ApiResponse Read(ApiCallContext call)
    {
        if (store.Find(call.Route.Id) is not { } request)
            return ApiErrors.NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, request) ? ApiResponse.Request(request) : ApiErrors.Forbidden();
    }

    public ApiResponse Create(ApiCallContext call)
    {
        var behavior = call.Behavior;
        if (CreateRequestBody.Read(call.Body.Bytes) is not { } body)
            return ApiErrors.InvalidCreate(behavior);
        if (body.Type is not { } type)
            return ApiErrors.WithStatus(behavior.UnknownCreateType, "The request is invalid.");
        if (!call.IsAllowed(AccessRight.Create))
            return ApiErrors.Forbidden();

        var request = Build(body, type, call);
        if (behavior.CreateDuplicate == DuplicateRequestRule.Refuse && store.List(target: request.TargetUserUuid).Any(other => IsOpenDuplicate(other, request)))
            return ApiErrors.WithStatus(behavior.RefusalStatus, "An open request of this kind exists.");
        if (!call.TakesEffect)
            return ApiErrors.Created(call, "requests", Guid.NewGuid());
        var created = store.Create(request);
        (call.Log.Changed, call.Log.CreatedId) = (true, created.Uuid);
        return ApiErrors.Created(call, "requests", created.Uuid);
    }

    public ApiResponse Change(ApiCallContext call)
    {
        if (StatusChangeBody.Read(call.Body.Bytes) is not { } change)
            return ApiErrors.InvalidRequest();
        if (store.Find(call.Route.Id) is not { } request)
            return ApiErrors.NotFound(call.Behavior);
        if (!call.IsAllowed(AccessRight.Change, request))
            return ApiErrors.Forbidden();
        if (!call.TakesEffect)
            return Changed(request, call.Behavior);

        var changed = store.Change(request.Uuid, r => StatusTransitions.Apply(r, change, call.Behavior.DateEveryEnd));
        if (changed is null)
            return ApiErrors.NotAllowed(call.Behavior);
        call.Log.Changed = true;
        return Changed(changed, call.Behavior);
    }

    private static ApiResponse Changed(StoredRequest request, ServerBehavior behavior) =>
        behavior.ChangeAnswer == 204 ? new ApiResponse(204) : ApiResponse.Request(request);

    private static bool IsOpenDuplicate(StoredRequest other, StoredRequest request) =>
        (RequestStatus)other.Status is RequestStatus.Pending or RequestStatus.Approved or RequestStatus.Executing
        && other.RequestType == request.RequestType
        && (request.OldSmartcardUuid == Guid.Empty && request.OldProfileUuid == Guid.Empty
            ? other.ProfileTemplateUuid == request.ProfileTemplateUuid
            : other.OldSmartcardUuid == request.OldSmartcardUuid && other.OldProfileUuid == request.OldProfileUuid);

    /// <summary>Fills in the template, the user and the other ids of a request from its card or profile.</summary>
    private StoredRequest Build(CreateRequestBody body, RequestType type, ApiCallContext call)
    {
        var subject = profiles.Find(body.Smartcard, isSmartcard: true) ?? profiles.Find(body.Profile, isSmartcard: false);
        var template = body.ProfileTemplate ?? subject?.Template.Uuid ?? ExampleRequests.ProfileTemplate;
        var isSmartcard = body.Smartcard != Guid.Empty
            || (body.Profile == Guid.Empty && store.ProfileTemplates.FirstOrDefault(known => known.Uuid == template)?.IsSmartcard != false);
        var oldProfile = body.Profile != Guid.Empty ? body.Profile : ProfileBeside(subject);
        return new StoredRequest
        {
            RequestType = (int)type,
            Status = (int)(call.Behavior.ApproveCreated ? RequestStatus.Approved : RequestStatus.Pending),
            Flags = isSmartcard ? 2 : 0,
            DataCollection = body.DataCollection,
            OriginatorUserUuid = call.Caller.User,
            TargetUserUuid = body.Target ?? subject?.Request.TargetUserUuid ?? call.Caller.User,
            Submitted = SqlDateTime.Now,
            OldSmartcardUuid = body.Smartcard,
            NewSmartcardUuid = type.KeepsProfile() ? body.Smartcard : Guid.Empty,
            OldProfileUuid = oldProfile,
            NewProfileUuid = type.KeepsProfile() ? oldProfile : Guid.Empty,
            Priority = body.Priority,
            Comment = call.Behavior.CommentEcho ? body.Comment : "",
            ProfileTemplateUuid = template,
            IsSmartcard = isSmartcard,
        };
    }

    /// <summary>Returns the profile of a smart card in the request about the card.</summary>
    private static Guid ProfileBeside(IssuedProfile? card) => card switch
    {
        { IsSmartcard: true } when card.Request.NewSmartcardUuid == card.Uuid => card.Request.NewProfileUuid,
        { IsSmartcard: true } => card.Request.OldProfileUuid,
        _ => Guid.Empty,
    };
}
