namespace MimCm.Simulator.Control;

/// <summary>The body of POST reset. Missing properties keep their current value.</summary>
internal sealed record ResetParameters(int? Requests = null, int? Seed = null);
