using MimCm.Simulator.Auth;

namespace MimCm.Simulator.Api;

/// <summary>An authenticated call and all that its response depends on.</summary>
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
