namespace MimCm.Simulator.Tool;

/// <summary>An option of the command line: its name, its help, and how it changes the options.</summary>
internal sealed record CommandLineOption(
    string Name,
    string Argument,
    string Default,
    string Help,
    Func<SimulatorOptions, string, SimulatorOptions> Apply);
