using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MimCm.PowerShell.Tests;

public sealed class ModuleFolderTests
{
    /// <summary>Assemblies of .NET Framework 4.7.2 and Windows PowerShell that the module uses.</summary>
    private static readonly string[] Framework =
    [
        "mscorlib", "netstandard", "System", "System.ComponentModel.DataAnnotations", "System.Core", "System.DirectoryServices.Protocols",
        "System.Management.Automation", "System.Net.Http", "System.Numerics", "System.Runtime", "System.Runtime.Serialization", "System.ValueTuple",
        "System.Xml", "System.Xml.Linq", "System.Transactions", "System.Web",
    ];

    /// <summary>Assemblies of PowerShell 7 in addition to those of .NET.</summary>
    private static readonly string[] Engine = ["System.Management.Automation", "System.DirectoryServices.Protocols"];

    public static TheoryData<string> Targets => ["net8.0", "net472"];

    [Theory]
    [MemberData(nameof(Targets))]
    public void ContainsTheModuleForEachEdition(string target) =>
        Assert.All(["MimCm.PowerShell.dll", "MimCm.Client.dll"], file => Assert.True(File.Exists(PathOf(target, file)), file));

    [Theory]
    [MemberData(nameof(Targets))]
    public void ContainsAllReferencedAssemblies(string target)
    {
        var brought = target == "net472"
            ? Framework.ToHashSet()
            : ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal))
                .Select(path => Path.GetFileNameWithoutExtension(path)!).Concat(Engine).ToHashSet();
        var files = Directory.GetFiles(PathOf(target, ""), "*.dll");
        var there = files.Select(file => Path.GetFileNameWithoutExtension(file)!).ToHashSet();

        var missing = files.SelectMany(
            file => References(file).Where(name => !there.Contains(name) && !brought.Contains(name)).Select(name => $"{Path.GetFileName(file)} needs {name}"));

        Assert.Empty(missing);
    }

    [Theory]
    [MemberData(nameof(Targets))]
    public void ContainsNoAssemblyOfPowerShell(string target) => Assert.False(File.Exists(PathOf(target, "System.Management.Automation.dll")));

    [Fact]
    public void ContainsTheManifestAndAllFilesOfTheModuleFolder()
    {
        var shipped = Checkout.PathOf("module");
        var wanted = Directory.GetFiles(shipped, "*",
            SearchOption.AllDirectories).Select(file => (Source: file, Copy: Path.Combine(Repository.Module, Path.GetRelativePath(shipped, file))))
            .Append((Source: Repository.Manifest, Copy: Path.Combine(Repository.Module, "MimCm.psd1")));

        Assert.All(wanted, file => Assert.Equal(File.ReadAllBytes(file.Source), File.ReadAllBytes(file.Copy)));
    }

    private static string PathOf(string target, string file) => Path.Combine(Repository.Module, "bin", target, file);

    private static IEnumerable<string> References(string file)
    {
        using var image = new PEReader(File.OpenRead(file));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))];
    }
}
