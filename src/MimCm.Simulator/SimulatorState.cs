using System.Text.Json.Serialization;

namespace MimCm.Simulator;

/// <summary>What the simulator holds just now.</summary>
/// <param name="Requests">How many requests.</param>
/// <param name="Seed">What they were made from.</param>
/// <param name="Changed">How many have been changed or added since.</param>
/// <param name="ByStatus">How many have each status number.</param>
/// <param name="Calls">How many calls the log holds.</param>
/// <param name="Users">Some of the users that own requests; the current user first.</param>
/// <param name="Options">The options that may change while it runs.</param>
/// <param name="Revision">Grows with each change of the requests.</param>
/// <param name="LastCall">The sequence of the last call that came; 0 while none has.</param>
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
