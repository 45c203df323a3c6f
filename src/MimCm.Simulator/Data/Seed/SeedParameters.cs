namespace MimCm.Simulator.Data;

/// <summary>The parameters of the generated requests. A state file stores them.</summary>
internal sealed record SeedParameters(int Count, int Seed, IReadOnlyList<Guid> Users, IReadOnlyList<StoredRequest>? ExplicitRequests = null);
