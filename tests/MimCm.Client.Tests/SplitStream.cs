namespace MimCm.Client.Tests;

/// <summary>A body of which a single read gives what lies before the next split.</summary>
internal sealed class SplitStream(byte[] body, int[] splits) : MemoryStream(body, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var end = splits.Append((int)Length).First(split => split > Position || split == (int)Length);
        return base.Read(buffer, offset, Math.Min(count, (int)(end - Position)));
    }

    public override int Read(Span<byte> buffer)
    {
        var part = new byte[buffer.Length];
        var read = Read(part, 0, part.Length);
        part.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}
