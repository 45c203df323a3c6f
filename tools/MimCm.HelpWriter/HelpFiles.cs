using System.Text;

namespace MimCm.HelpWriter;

/// <summary>The help files of the module, generated from the pages in docs.</summary>
internal sealed class HelpFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Reads all pages and generates all files.</summary>
    /// <exception cref="HelpException">A page contains an error.</exception>
    public HelpFiles(string root)
    {
        _folder = Path.Combine(root, "module", "en-US");
        _files.Add(MamlWriter.FileName, MamlWriter.Write(Pages(root, "cmdlets").Select(CmdletReader.Read)));
        foreach (var page in Pages(root, "about"))
            _files.Add($"{page.Name}.help.txt", TopicWriter.Write(page));
    }

    /// <summary>The number of files.</summary>
    public int Count => _files.Count;

    /// <summary>Names of files in module/en-US that differ from the generated ones or are not generated at all.</summary>
    public IEnumerable<string> FindStale() =>
        _files.Where(file => ReadExisting(file.Key) != file.Value).Select(file => file.Key).Concat(Surplus());

    public void Write()
    {
        Directory.CreateDirectory(_folder);
        foreach (var name in Surplus())
            File.Delete(Path.Combine(_folder, name));

        foreach (var (name, text) in _files.Where(file => ReadExisting(file.Key) != file.Value))
            File.WriteAllText(Path.Combine(_folder, name), text, Utf8);
    }

    private static IEnumerable<Page> Pages(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, "docs", folder), "*.md").Order(StringComparer.Ordinal).Select(file => Page.Read(file, root));

    /// <summary>The text of a file in module/en-US, with normalized line endings; null where it does not exist.</summary>
    private string? ReadExisting(string name)
    {
        var path = Path.Combine(_folder, name);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
    }

    private List<string> Surplus() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Where(name => !_files.ContainsKey(name)).Order(StringComparer.Ordinal)]
        : [];
}
