using System.Globalization;
using MimCm.Soak;

// Usage: dotnet run --project benchmarks/Soak -c Release -- [minutes] [seed]
if (args is ["--serve", var seedText])
{
    await FaultyServer.ServeAsync(int.Parse(seedText, CultureInfo.InvariantCulture));
    return 0;
}

var minutes = args.Length > 0 ? double.Parse(args[0], CultureInfo.InvariantCulture) : 2;
var seed = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1;

using var server = await FaultyServer.StartAsync(seed);
var soak = new SoakTest(server, seed);
return await soak.RunAsync(TimeSpan.FromMinutes(minutes)) ? 0 : 1;
