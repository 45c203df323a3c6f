namespace MimCm.Simulator.Control;

/// <summary>The body of POST reset; what it leaves out stays as it is.</summary>
internal sealed record ResetParameters(int? Requests = null, int? Seed = null);
