using System.Text.Json.Serialization;

namespace MimCm.Simulator;

/// <summary>The current state of the simulator.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="Seed">The seed that they were generated from.</param>
/// <param name="Changed">How many have been changed or added.</param>
/// <param name="ByStatus">How many have each status.</param>
/// <param name="Calls">How many calls the log has.</param>
/// <param name="Users">Some of the users that own requests, the current user first.</param>
/// <param name="Options">The behavior options.</param>
/// <param name="Revision">Grows with each change of the requests.</param>
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
