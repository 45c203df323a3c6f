namespace MimCm.Simulator;

/// <summary>All that the seeded requests follow from: how many to make and from what, and those that were chosen.</summary>
internal sealed record Origin(int Count, int Seed, IReadOnlyList<Guid> Users, IReadOnlyList<StoredRequest>? Chosen = null);
