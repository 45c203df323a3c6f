namespace MimCm.Bench;

/// <summary>Ids where a child can read them.</summary>
internal sealed class IdFile : IDisposable
{
    public IdFile(IEnumerable<Guid> ids) => File.WriteAllLines(Path, ids.Select(id => id.ToString()));

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
