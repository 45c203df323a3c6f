using System.Globalization;

namespace MimCm.Bench;

/// <summary>What to measure and where to put the results.</summary>
internal sealed record BenchOptions
{
    public const string Help = "Options: --quick, --sizes 1000,10000,100000,1000000, --only list,simulator,by-id,bulk,start, --subjects mimcm,raw, --output FOLDER (docs).";

    public const string List = "list";
    public const string Simulator = "simulator";
    public const string ById = "by-id";
    public const string Bulk = "bulk";
    public const string Start = "start";

    /// <summary>Small, to see that it works. Its numbers say little and are written nowhere.</summary>
    public bool IsQuick { get; private init; }

    public IReadOnlyList<int> Sizes { get; private init; } = [1_000, 10_000, 100_000, 1_000_000];

    public IReadOnlyList<string> Only { get; private init; } = [List, Simulator, ById, Bulk, Start];

    /// <summary>Only these ways; empty for all.</summary>
    public IReadOnlyList<string> Subjects { get; private init; } = [];

    /// <summary>The folder of performance.md; null to write nothing.</summary>
    public string? Output { get; private init; }

    /// <summary>Invoke-RestMethod is given no longer lists than this: it would take gigabytes.</summary>
    public const int LongestForInvokeRestMethod = 100_000;

    public int ByIdCount => IsQuick ? 200 : 1_000;

    public int BulkCount => IsQuick ? 100 : 2_000;

    public static BenchOptions? Parse(string[] args)
    {
        var options = new BenchOptions { Output = Path.Combine(Repository.Root, "docs") };
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
