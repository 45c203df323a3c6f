using MimCm.Simulator.Bodies;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The routes of profiletemplates (docs/api.md, sections 5.1 and 5.2).</summary>
internal sealed class ProfileTemplatesApi(RequestStore store)
{
    /// <summary>The extended right "Enroll" of Active Directory, as an example for the security descriptor of a policy.</summary>
    private static readonly Guid EnrollRight = new("0e10c968-78fb-11d2-90d4-00c04f79dc55");

    private static readonly HashSet<string> PolicyTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        "Enroll", "Duplicate", "OfflineUnblock", "OnlineUpdate", "Renew", "Recover", "RecoverOnBehalf", "Reinstate", "Retire", "Revoke",
        "TemporaryEnroll", "Unblock",
    };

    public ApiResponse List(ApiCallContext call)
    {
        if (ApiErrors.CheckTargetUser(call, out _) is { } refusal)
            return refusal;
        var isEnrollable = call.Behavior.TemplateScope == ProfileTemplateScope.Enrollable;
        var templates = store.ProfileTemplates.Where(template => !isEnrollable || template.CanEnroll);
        return ApiErrors.ListOf(templates.Select(ProfileTemplateBody.Create), call.Behavior);
    }

    public ApiResponse Read(ApiCallContext call)
    {
        if (call.Behavior.ProfileTemplateById == 404)
            return ApiErrors.NoRoute(call);
        return Find(call) is { } template ? ApiResponse.Object(ProfileTemplateBody.Create(template)) : ApiErrors.NotFound(call.Behavior);
    }

    public ApiResponse Policy(ApiCallContext call)
    {
        var other = call.Route.Kind == ApiRouteKind.Policy ? PolicyRoute.Workflow : PolicyRoute.Policies;
        if (call.Behavior.PolicyRoute == other)
            return ApiErrors.NoRoute(call);
        if (!PolicyTypes.Contains(call.Route.Word!))
            return ApiErrors.InvalidRequest();
        if (Find(call) is not { } template)
            return ApiErrors.NotFound(call.Behavior);
        return CreatePolicy(template, call.Route.Word!, call.Behavior) is { } policy ? ApiResponse.Object(policy) : ApiErrors.Empty(call.Behavior);
    }

    public ApiResponse SmartcardConfiguration(ApiCallContext call)
    {
        if (Find(call) is not { } template)
            return ApiErrors.NotFound(call.Behavior);
        return template.IsSmartcard
            ? ApiResponse.Object(new SmartcardConfigurationBody { UseVirtualSmartcards = template.IsVirtualSmartcard })
            : new ApiResponse(204);
    }

    /// <summary>Returns the policy; null if the template does not have this workflow. Unblocking and temporary cards need a smart card.</summary>
    private static PolicyBody? CreatePolicy(StoredProfileTemplate template, string type, ServerBehavior behavior)
    {
        if (!template.IsSmartcard && type.ToUpperInvariant() is "UNBLOCK" or "OFFLINEUNBLOCK" or "TEMPORARYENROLL")
            return null;

        // Microsoft's table specifies fixed values of these two properties for some types.
        var isOnBehalf = type.Equals("RecoverOnBehalf", StringComparison.OrdinalIgnoreCase);
        var descriptor = new SecurityDescriptorBody(ExampleRequests.UnblockDescriptor.TrimEnd('\0'), EnrollRight);
        return new(
            ApprovalsNeeded: behavior.ApproveCreated ? 0 : 1,
            AuthorizedApprover: descriptor,
            AuthorizedEnrollmentAgent: descriptor,
            AuthorizedInitiator: descriptor,
            CollectComments: true,
            CollectRequestPriority: false,
            DefaultRequestPriority: 0,
            Documents: [],
            Enabled: true,
            EnrollAgentRequired: isOnBehalf || (!template.CanEnroll && type.Equals("Enroll", StringComparison.OrdinalIgnoreCase)),
            OneTimePasswordPolicy: null,
            Personalization: null,
            PolicyDataCollection: type.Equals("Enroll", StringComparison.OrdinalIgnoreCase)
                ? [new("Request Reason", "Why the card or certificate is needed", true)] : [],
            SelfServiceEnabled: template.CanEnroll && !isOnBehalf);
    }

    private StoredProfileTemplate? Find(ApiCallContext call) => store.ProfileTemplates.FirstOrDefault(template => template.Uuid == call.Route.Id);
}
