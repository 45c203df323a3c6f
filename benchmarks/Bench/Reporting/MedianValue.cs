namespace MimCm.Bench;

/// <summary>The median of one subject at one size.</summary>
internal sealed record MedianValue(string Subject, int Size, double Value);
