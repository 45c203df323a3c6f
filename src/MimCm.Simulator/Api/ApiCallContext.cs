using MimCm.Simulator.Auth;

namespace MimCm.Simulator.Api;

/// <summary>An authenticated call, with everything that its response depends on.</summary>
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
    /// <summary>Whether a change takes effect; false if a fault rule returns the response of a change without making it.</summary>
    public bool TakesEffect { get; init; } = true;

    public bool IsAllowed(AccessRight right, StoredRequest? request = null) => Caller.IsAllowed(right, Access, request);
}
