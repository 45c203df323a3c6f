using System.Text;

namespace MimCm.HelpWriter;

/// <summary>The files of help that ship with the module, made from the pages.</summary>
internal sealed class HelpFiles
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _folder;
    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>Reads every page and makes every file.</summary>
    /// <exception cref="HelpException">Something is wrong with a page.</exception>
    public HelpFiles(string root)
    {
        _folder = Path.Combine(root, "module", "en-US");
        _files.Add(MamlWriter.FileName, MamlWriter.Write(Pages(root, "cmdlets").Select(CmdletReader.Read)));
        foreach (var page in Pages(root, "about"))
            _files.Add($"{page.Name}.help.txt", TopicWriter.Write(page));
    }

    /// <summary>How many there are.</summary>
    public int Count => _files.Count;

    /// <summary>Those that are not in the folder as they should be, and those that should not be there.</summary>
    public IEnumerable<string> Stale() =>
        _files.Where(file => Held(file.Key) != file.Value).Select(file => file.Key).Concat(Surplus());

    public void Write()
    {
        Directory.CreateDirectory(_folder);
        foreach (var name in Surplus())
            File.Delete(Path.Combine(_folder, name));

        foreach (var (name, text) in _files.Where(file => Held(file.Key) != file.Value))
            File.WriteAllText(Path.Combine(_folder, name), text, Utf8);
    }

    private static IEnumerable<Page> Pages(string root, string folder) =>
        Directory.EnumerateFiles(Path.Combine(root, "docs", folder), "*.md").Order(StringComparer.Ordinal).Select(file => Page.Read(file, root));

    /// <summary>What the folder has of this name; a checkout may have given it other line ends.</summary>
    private string? Held(string name)
    {
        var path = Path.Combine(_folder, name);
        return File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : null;
    }

    private List<string> Surplus() => Directory.Exists(_folder)
        ? [.. Directory.EnumerateFiles(_folder).Select(file => Path.GetFileName(file)).Where(name => !_files.ContainsKey(name)).Order(StringComparer.Ordinal)]
        : [];
}
