using MimCm.HelpWriter;

const string Usage = """
    MimCm.HelpWriter [--check] [--root FOLDER]

    Generates module/en-US, which Get-Help reads, from docs/cmdlets and docs/about.
      --check        write nothing; exit code 1 when module/en-US is out of date
      --root FOLDER  the repository; default: the one that this program was built in
    """;

string? root = null;
var isCheck = false;
for (var i = 0; i < args.Length; i++)
{
    if (args[i] == "--check")
    {
        isCheck = true;
    }
    else if (args[i] == "--root" && i + 1 < args.Length)
    {
        root = args[++i];
    }
    else
    {
        Console.Error.WriteLine(Usage);
        return args[i] is "--help" or "-h" ? 0 : 2;
    }
}

root ??= FindRoot();
if (root is null || !Directory.Exists(Path.Combine(root, "docs", "cmdlets")))
{
    Console.Error.WriteLine($"docs/cmdlets was not found in {root ?? "any parent folder of this program"}. Specify the repository with --root.");
    return 2;
}

try
{
    var files = new HelpFiles(root);
    var stale = files.FindStale().ToList();
    if (!isCheck)
        files.Write();

    foreach (var name in stale)
    {
        Console.WriteLine(isCheck
            ? $"module/en-US/{name}: error: out of date. Run: dotnet run --project tools/MimCm.HelpWriter"
            : $"module/en-US/{name} written");
    }

    if (stale.Count == 0)
        Console.WriteLine($"All {files.Count} files in module/en-US are up to date.");

    return isCheck && stale.Count > 0 ? 1 : 0;
}
catch (HelpException e)
{
    Console.WriteLine(e);
    return 1;
}

static string? FindRoot()
{
    for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
    {
        if (File.Exists(Path.Combine(folder.FullName, "MimCm.sln")))
            return folder.FullName;
    }

    return null;
}
