using System.Globalization;

namespace MimCm.Bench;

/// <summary>The command-line options: what to measure and where to write the results.</summary>
internal sealed record BenchmarkOptions
{
    public const string Help =
        """
        Usage: Bench [options]
          --quick              small sizes and few runs; writes no files
          --sizes N,N          lengths of the lists (1000,10000,100000,1000000)
          --only CASE,CASE     cases: list, simulator, by-id, bulk, start
          --subjects NAME,NAME subjects such as mimcm, irm, raw; writes no files
          --output FOLDER      the folder of performance.md (docs)
          --charts FOLDER      only draws the charts from the CSV files in FOLDER
        """;

    public const string List = "list";
    public const string Simulator = "simulator";
    public const string ById = "by-id";
    public const string Bulk = "bulk";
    public const string Start = "start";

    /// <summary>Small sizes and few runs, to see that the benchmark works. Nothing is written.</summary>
    public bool IsQuick { get; private init; }

    public IReadOnlyList<int> Sizes { get; private init; } = [1_000, 10_000, 100_000, 1_000_000];

    public IReadOnlyList<string> Only { get; private init; } = [List, Simulator, ById, Bulk, Start];

    /// <summary>The subjects to measure; empty for all.</summary>
    public IReadOnlyList<string> Subjects { get; private init; } = [];

    /// <summary>The folder of performance.md; null to write nothing.</summary>
    public string? Output { get; private init; }

    /// <summary>The longest list for Invoke-RestMethod, which would need gigabytes for more.</summary>
    public const int MaxInvokeRestMethodSize = 100_000;

    public int ByIdCount => IsQuick ? 200 : 1_000;

    public int BulkCount => IsQuick ? 100 : 2_000;

    public static BenchmarkOptions? Parse(string[] args)
    {
        var options = new BenchmarkOptions { Output = RepositoryPaths.Docs };
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick")
            {
                options = options with { IsQuick = true, Sizes = [1_000, 10_000], Output = null };
                continue;
            }

            if (i + 1 == args.Length)
                return null;

            var value = args[i + 1];
            switch (args[i++])
            {
                case "--sizes": options = options with { Sizes = [.. value.Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture))] }; break;
                case "--only": options = options with { Only = value.Split(',') }; break;
                case "--subjects": options = options with { Subjects = value.Split(','), Output = null }; break;
                case "--output": options = options with { Output = Path.GetFullPath(value) }; break;
                default: return null;
            }
        }

        return options;
    }
}
