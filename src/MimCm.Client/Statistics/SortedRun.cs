namespace MimCm.Statistics;

/// <summary>Values in a temporary file, sorted by group and then by value, and read once in order. The file contains only these numbers, and the
/// operating system deletes it when it is closed.</summary>
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

    /// <summary>Whether the current group has more values.</summary>
    public bool HasValue { get; private set; }

    /// <summary>The smallest remaining value of the current group.</summary>
    public long Current { get; private set; }

    /// <summary>Writes sorted values to a temporary file.</summary>
    /// <param name="sorted">The values.</param>
    /// <param name="starts">The start index of each group, and the end index of the last group.</param>
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

    /// <summary>Moves to the values of the next group.</summary>
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
