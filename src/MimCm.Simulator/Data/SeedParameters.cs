namespace MimCm.Simulator.Data;

/// <summary>All that the seeded requests follow from: how many to make and from what, and those that were chosen.</summary>
internal sealed record SeedParameters(int Count, int Seed, IReadOnlyList<Guid> Users, IReadOnlyList<StoredRequest>? ExplicitRequests = null);
