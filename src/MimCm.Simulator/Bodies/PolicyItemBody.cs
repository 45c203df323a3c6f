namespace MimCm.Simulator.Bodies;

/// <summary>A data collection item that a policy asks for. The shape is invented: Microsoft published none.</summary>
internal sealed record PolicyItemBody(string Name, string Description, bool Required);
