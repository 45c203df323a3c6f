namespace MimCm.Bench;

/// <summary>A temporary file with one id on each line.</summary>
internal sealed class IdFile : IDisposable
{
    public IdFile(IEnumerable<Guid> ids) => File.WriteAllLines(Path, ids.Select(id => id.ToString()));

    public string Path { get; } = System.IO.Path.GetTempFileName();

    public void Dispose() => File.Delete(Path);
}
