namespace MimCm.Simulator.Tool;

/// <summary>One option of the command line: how it is told, and what it does to the options.</summary>
internal sealed record CommandLineOption(
    string Name,
    string Argument,
    string Default,
    string Help,
    Func<SimulatorOptions, string, SimulatorOptions> Apply);
