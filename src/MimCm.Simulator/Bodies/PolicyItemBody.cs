namespace MimCm.Simulator.Bodies;

/// <summary>A data item that a policy collects. The form is invented, because Microsoft published none.</summary>
internal sealed record PolicyItemBody(string Name, string Description, bool Required);
