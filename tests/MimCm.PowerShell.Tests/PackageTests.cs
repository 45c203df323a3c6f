using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using System.Xml.Linq;

namespace MimCm.PowerShell.Tests;

[Collection(ModuleFolderCollection.Name)]
public sealed class PackageTests(PackedSolution packed) : IClassFixture<PackedSolution>
{
    private const string Bill = "sbom.cdx.json";

    public static TheoryData<string> Ids => ["MimCm", "MimCm.Client", "MimCm.Simulator", "MimCm.Simulator.Tool"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void HasItsMetadata(string id)
    {
        using var package = ZipFile.OpenRead(packed.PathOf(id));
        var told = XDocument.Load(package.GetEntry($"{id}.nuspec")!.Open()).Root!.Elements()
            .Single().Elements().ToLookup(element => element.Name.LocalName, element => element.Value);

        Assert.Equal(ModuleManifest.Strings("ModuleVersion"), told["version"]);
        Assert.Equal("MIT", told["license"].Single());
        Assert.All((string[])["description", "authors", "copyright", "tags", "releaseNotes"], name => Assert.NotEmpty(told[name].Single()));
        Assert.All((string[])["icon", "readme"], name => Assert.NotNull(package.GetEntry(told[name].Single())));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void BillOfMaterialsNamesEachFileWithItsHash(string id)
    {
        using var package = ZipFile.OpenRead(packed.PathOf(id));
        var real = package.Entries
            .Where(entry => entry.Name != Bill && entry.Name != "[Content_Types].xml"
                && Path.GetExtension(entry.Name) is not ".nuspec" and not ".psmdcp" and not ".rels")
            .ToDictionary(entry => entry.FullName, entry => Convert.ToHexStringLower(SHA256.HashData(entry.Open())));

        var named = Components(package, "file").ToDictionary(file => file.GetProperty("name").GetString()!,
            file => file.GetProperty("hashes")[0].GetProperty("content").GetString());

        Assert.Equal(real.OrderBy(file => file.Key, StringComparer.Ordinal), named.OrderBy(file => file.Key, StringComparer.Ordinal)!);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void BillOfMaterialsNamesThePackageOfEachThirdPartyAssembly(string id)
    {
        using var package = ZipFile.OpenRead(packed.PathOf(id));
        var named = Components(package, "library").Select(library => library.GetProperty("name").GetString()!).ToList();
        var wanted = package.Entries
            .Where(entry => Path.GetExtension(entry.Name) is ".dll" or ".so" or ".dylib" && !entry.Name.StartsWith("MimCm.", StringComparison.Ordinal))
            .Select(entry => Path.GetFileNameWithoutExtension(entry.Name))
            .Select(name => name switch
            {
                // Its packages have other names than their assemblies, which changed between versions.
                "SQLitePCLRaw.batteries_v2" => ["SQLitePCLRaw.bundle_e_sqlite3", "SQLitePCLRaw.config.e_sqlite3"],
                "e_sqlite3" or "libe_sqlite3" => ["SQLitePCLRaw.lib.e_sqlite3", "SourceGear.sqlite3"],
                "Microsoft.Data.Sqlite" => ["Microsoft.Data.Sqlite.Core"],
                "OxyPlot" => ["OxyPlot.Core"],
                _ => (string[])[name],
            });

        Assert.All(wanted, names => Assert.Contains(names, name => named.Contains(name)));
        Assert.DoesNotContain("PowerShellStandard.Library", named);
    }

    [Fact]
    public void IsIdenticalWhenPackedAgain() =>
        Assert.All(Directory.GetFiles(packed.First),
            file => Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(packed.Second, Path.GetFileName(file)))));

    [Fact]
    public void OfTheModuleMeetsTheRulesOfTheGallery()
    {
        using var package = ZipFile.OpenRead(packed.PathOf("MimCm"));
        var nuspec = XDocument.Load(package.GetEntry("MimCm.nuspec")!.Open());
        var tags = nuspec.Descendants().Single(element => element.Name.LocalName == "tags").Value.Split(' ');

        Assert.Equal(
            ["PSModule", .. ModuleManifest.Strings("Tags"), "PSIncludes_Cmdlet",
                .. ModuleManifest.Strings("CmdletsToExport").SelectMany(name => (string[])[$"PSCmdlet_{name}", $"PSCommand_{name}"]).Order()],
            tags.Take(1 + ModuleManifest.Strings("Tags").Length + 1).Concat(tags.Where(tag => tag.StartsWith("PSC", StringComparison.Ordinal)).Order()));
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
        Assert.All(Directory.GetFiles(Repository.Module, "*", SearchOption.AllDirectories), file =>
            Assert.NotNull(package.GetEntry(Path.GetRelativePath(Repository.Module, file).Replace('\\', '/'))));
    }

    [Fact]
    public void OfTheModuleContainsSymbolsAndNoAssemblyOfPowerShell()
    {
        using var package = ZipFile.OpenRead(packed.PathOf("MimCm"));
        var names = package.Entries.Select(entry => entry.FullName).ToList();

        Assert.Contains("bin/net8.0/MimCm.PowerShell.pdb", names);
        Assert.Contains("bin/net472/MimCm.Client.pdb", names);
        Assert.DoesNotContain(names, name => name.EndsWith("System.Management.Automation.dll", StringComparison.Ordinal));
    }

    [Fact]
    public void OfTheClientContainsDocumentationAndHasASymbolPackage()
    {
        using var package = ZipFile.OpenRead(packed.PathOf("MimCm.Client"));
        using var symbols = ZipFile.OpenRead(packed.PathOf("MimCm.Client", "snupkg"));

        Assert.All((string[])["net8.0", "net472"], framework =>
        {
            Assert.NotNull(package.GetEntry($"lib/{framework}/MimCm.Client.xml"));
            Assert.NotNull(symbols.GetEntry($"lib/{framework}/MimCm.Client.pdb"));
        });
    }

    [Fact]
    public async Task OfTheSimulatorInstallsAsAToolThatRuns()
    {
        await PackedSolution.RunAsync("dotnet", "tool", "install", "MimCm.Simulator.Tool", "--tool-path", packed.Scratch, "--source", packed.First);

        var help = await PackedSolution.RunAsync(Path.Combine(packed.Scratch, "mimcm-simulator"), "--help");

        Assert.Contains("--requests", help, StringComparison.Ordinal);
    }

    private static List<JsonElement> Components(ZipArchive package, string type) =>
        [.. JsonDocument.Parse(package.GetEntry(Bill)!.Open()).RootElement.GetProperty("components")
            .EnumerateArray().Where(one => one.GetProperty("type").GetString() == type)];
}
