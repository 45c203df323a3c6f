namespace MimCm.PowerShell.Tests;

/// <summary>The rules of CONTRIBUTING.md about the files of src and tests that no analyzer checks.</summary>
public sealed class SourceTreeTests
{
    private const int MaxLineLength = 160;
    private const int MaxFilesInFolder = 20;

    private static readonly string[] CheckedExtensions = [".cs", ".ps1", ".psm1", ".csproj"];

    public static TheoryData<string> Roots => ["src", "tests"];

    [Theory]
    [MemberData(nameof(Roots))]
    public void NoLineIsLongerThan160Characters(string root)
    {
        var files = Directory.GetFiles(Checkout.PathOf(root), "*", SearchOption.AllDirectories)
            .Where(file => CheckedExtensions.Contains(Path.GetExtension(file)))
            .ToList();
        Assert.NotEmpty(files);

        var longLines = files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (line, place: $"{Path.GetRelativePath(Checkout.PathOf(), file)}:{index + 1}"))
            .Where(one => one.line.Length > MaxLineLength)
            .Select(one => $"{one.place} has {one.line.Length} characters"));
        Assert.Empty(longLines);
    }

    [Theory]
    [MemberData(nameof(Roots))]
    public void NoFolderHoldsMoreThan20Files(string root)
    {
        var folders = Directory.GetDirectories(Checkout.PathOf(root), "*", SearchOption.AllDirectories);
        Assert.NotEmpty(folders);

        var fullFolders = folders.Select(folder => (folder, files: Directory.GetFiles(folder).Length))
            .Where(one => one.files > MaxFilesInFolder)
            .Select(one => $"{Path.GetRelativePath(Checkout.PathOf(), one.folder)} holds {one.files} files");
        Assert.Empty(fullFolders);
    }
}
