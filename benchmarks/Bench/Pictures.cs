using System.ComponentModel;

namespace MimCm.Bench;

/// <summary>Has the pictures drawn from the CSV files, by Vega-Lite in Node.js: no plotting library of NuGet draws SVG without
/// native parts and is to be had from every registry.</summary>
internal static class Pictures
{
    public static async Task DrawAsync(string data)
    {
        var charts = Path.Combine(Repository.Root, "benchmarks", "Charts");
        if (!Directory.Exists(Path.Combine(charts, "node_modules")))
        {
            Console.WriteLine("The pictures are left as they were: npm ci has not been run in benchmarks/Charts.");
            return;
        }

        try
        {
            using var node = Child.Start("node", [Path.Combine(charts, "draw.mjs"), data]);
            foreach (var line in await node.ReadToEndAsync())
                Console.WriteLine(line);
        }
        catch (Win32Exception)
        {
            Console.WriteLine("The pictures are left as they were: there is no Node.js here.");
        }
    }
}
