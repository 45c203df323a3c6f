namespace MimCm.Simulator;

/// <summary>All that the seeded requests follow from.</summary>
internal sealed record Origin(int Count, int Seed, IReadOnlyList<Guid> Users);
