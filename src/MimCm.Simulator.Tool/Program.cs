using System.Runtime.InteropServices;
using MimCm.Simulator;
using MimCm.Simulator.Tool;

if (CommandLine.IsHelpRequested(args))
{
    Console.Out.Write(CommandLine.Help());
    return 0;
}
if (args.Contains("--version"))
{
    Console.Out.WriteLine($"mimcm-simulator {CommandLine.Version}");
    return 0;
}

SimulatorOptions options;
try
{
    options = CommandLine.Parse(args);
}
catch (UsageException e)
{
    Console.Error.WriteLine($"MimCm.Simulator: {e.Message} --help lists the options.");
    return 2;
}

SimulatorHost host;
try
{
    host = await SimulatorHost.StartAsync(options);
}
catch (Exception e) when (e is SimulatorStartException or ArgumentException)
{
    Console.Error.WriteLine($"MimCm.Simulator: cannot start. {e.Message}");
    return 1;
}

await using (host)
{
    using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    using var stopped = new CancellationTokenSource();
    if (options.Parent is { } parent)
    {
        _ = ParentProcessMonitor.WaitForExitAsync(parent, stopped.Token)
            .ContinueWith(_ => host.Stop(), stopped.Token, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
    }

    Console.Out.WriteLine($"MimCm.Simulator ready: {host.BaseAddress}");
    Console.Out.Flush();
    await host.WaitForStopAsync();
    await stopped.CancelAsync();
}
return 0;

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    host.Stop();
}
