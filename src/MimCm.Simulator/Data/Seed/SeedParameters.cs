namespace MimCm.Simulator.Data;

/// <summary>What the requests are generated from; a state file keeps it.</summary>
internal sealed record SeedParameters(int Count, int Seed, IReadOnlyList<Guid> Users, IReadOnlyList<StoredRequest>? ExplicitRequests = null);
