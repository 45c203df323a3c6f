using MimCm.Simulator.Auth;

namespace MimCm.Simulator.Api;

/// <summary>A call that has been let in, with all that its answer depends on.</summary>
internal sealed record ApiCallContext(
    string Method,
    Uri Uri,
    ApiRoute Route,
    IQueryCollection Query,
    ApiRequestBody Body,
    CallerIdentity Caller,
    AccessOptions Access,
    ServerBehavior Behavior,
    RecordedCall Log)
{
    public bool IsAllowed(AccessRight right, StoredRequest? request = null) => Caller.IsAllowed(right, Access, request);
}
