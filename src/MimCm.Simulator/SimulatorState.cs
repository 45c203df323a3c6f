using System.Text.Json.Serialization;

namespace MimCm.Simulator;

/// <summary>The current state of the simulator.</summary>
/// <param name="Requests">The number of requests.</param>
/// <param name="Seed">The seed of the generator.</param>
/// <param name="Changed">The number of requests that were changed or added.</param>
/// <param name="ByStatus">The number of requests with each status.</param>
/// <param name="Calls">The number of calls in the log.</param>
/// <param name="Users">Some of the users that own requests. The current user is first.</param>
/// <param name="Options">The behavior options.</param>
/// <param name="Revision">The revision, which increases with each change of a request.</param>
/// <param name="LastCall">The sequence number of the last call; 0 before the first.</param>
/// <param name="Directory">The address of the LDAP directory; null without one.</param>
public sealed record SimulatorState(
    int Requests,
    int Seed,
    int Changed,
    IReadOnlyDictionary<int, int> ByStatus,
    int Calls,
    IReadOnlyList<Guid> Users,
    ServerBehavior Options,
    long Revision,
    long LastCall,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Uri? Directory = null);
