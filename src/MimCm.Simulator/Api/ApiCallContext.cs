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
    /// <summary>Whether a change takes effect; false under a fault that responds as if it did.</summary>
    public bool TakesEffect { get; init; } = true;

    public bool IsAllowed(AccessRight right, StoredRequest? request = null) => Caller.IsAllowed(right, Access, request);
}
