using MimCm.Simulator.Bodies;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The routes of profiles, and the profiles of a request (docs/api.md, section 5.3).</summary>
internal sealed class ProfilesApi(RequestStore store, IssuedProfiles profiles)
{
    /// <summary>The names of ProfileStatus. Microsoft's page also lists names of RequestStatus in addition to Active.</summary>
    private static readonly Dictionary<string, int> StatusNames = new(StringComparer.OrdinalIgnoreCase)
    {
        ["New"] = IssuedProfile.New,
        ["Active"] = IssuedProfile.ActiveProfile,
        ["Disabled"] = IssuedProfile.DisabledProfile,
        ["Retired"] = IssuedProfile.RetiredProfile,
    };

    /// <summary>Returns the software profiles of the caller.</summary>
    public ApiResponse List(ApiCallContext call)
    {
        int? status = null;
        if (call.Query["status"] is [{ Length: > 0 } name, ..])
        {
            if (StatusNames.TryGetValue(name, out var number) || int.TryParse(name, out number))
                status = number;
            else if (Enum.TryParse<RequestStatus>(name, ignoreCase: true, out _))
                return ApiErrors.Empty(call.Behavior);
            else if (call.Behavior.InvalidStatus != 200)
                return ApiErrors.WithStatus(call.Behavior.InvalidStatus, "The request is invalid.");
        }
        var found = profiles.OwnedBy(call.Caller.User, isSmartcard: false).Where(profile => status is null || profile.Status == status);
        return ApiErrors.ListOf(found.Select(ProfileBody.Create), call.Behavior);
    }

    public ApiResponse Read(ApiCallContext call) =>
        Find(call, out var profile) ?? (call.Behavior.SingleProfile == ListShape.Object
            ? ApiResponse.Object(ProfileBody.Create(profile!))
            : ApiResponse.Elements([ProfileBody.Create(profile!)]));

    public ApiResponse Operations(ApiCallContext call) => Find(call, out var profile) ?? ApiErrors.ListOf(profile!.Operations, call.Behavior);

    /// <summary>Handles requests/{id}/profiles, and requests/{id}/profiles/{id} for one of them.</summary>
    public ApiResponse OfRequest(ApiCallContext call)
    {
        if (store.Find(call.Route.Id) is not { } request)
            return ApiErrors.NotFound(call.Behavior);
        if (!call.IsAllowed(AccessRight.Read, request))
            return ApiErrors.Forbidden();
        var found = profiles.ProfilesOf(request).Where(profile => call.Route.OtherId == Guid.Empty || profile.Uuid == call.Route.OtherId);
        return ApiErrors.ListOf(found.Select(ProfileBody.Create), call.Behavior);
    }

    private ApiResponse? Find(ApiCallContext call, out IssuedProfile? profile)
    {
        profile = profiles.Find(call.Route.Id, isSmartcard: false);
        if (profile is null)
            return ApiErrors.NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, profile.Request) ? null : ApiErrors.Forbidden();
    }
}
