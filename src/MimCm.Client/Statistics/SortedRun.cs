namespace MimCm.Statistics;

/// <summary>Values in a temporary file, sorted by group and then by size, read once from the first to the last. The file holds nothing but
/// these numbers, and the operating system deletes it when it is closed.</summary>
internal sealed class SortedRun : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly FileStream _file;
    private readonly BinaryReader _reader;
    private readonly int[] _starts;
    private int _remaining;

    private SortedRun(FileStream file, int[] starts)
    {
        _file = file;
        _reader = new BinaryReader(file);
        _starts = starts;
    }

    /// <summary>Whether the open group has a value left.</summary>
    public bool HasValue { get; private set; }

    /// <summary>The smallest value that the open group has left.</summary>
    public long Current { get; private set; }

    /// <summary>Writes sorted values to a temporary file.</summary>
    /// <param name="sorted">The values.</param>
    /// <param name="starts">Where each group begins; one more entry is the end of the last.</param>
    public static SortedRun Write(long[] sorted, int[] starts)
    {
        var path = Path.Combine(Path.GetTempPath(), $"MimCm-{Guid.NewGuid():N}.tmp");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
        try
        {
            var writer = new BinaryWriter(file);
            foreach (var value in sorted)
                writer.Write(value);
            writer.Flush();
            return new SortedRun(file, starts);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public void Rewind() => _file.Position = 0;

    /// <summary>Goes on to the values of a group, which follow those of the group before.</summary>
    public void OpenGroup(int group)
    {
        _remaining = group + 1 < _starts.Length ? _starts[group + 1] - _starts[group] : 0;
        MoveNext();
    }

    public void MoveNext()
    {
        HasValue = _remaining > 0;
        if (!HasValue)
            return;

        _remaining--;
        Current = _reader.ReadInt64();
    }

    public void Dispose() => _reader.Dispose();
}
