namespace MimCm.Reliability.Tests;

/// <summary>A body that arrives in pieces of random length, as from a network.</summary>
/// <param name="body">The body.</param>
/// <param name="random">Generates the lengths; null for the whole body in one piece.</param>
internal sealed class PieceStream(byte[] body, Random? random) : Stream
{
    private int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => _position; set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var rest = Math.Min(body.Length - _position, buffer.Length);
        var length = rest == 0 || random is null ? rest : Math.Min(rest, random.Next(4) == 0 ? 1 : random.Next(1, 1500));
        body.AsSpan(_position, length).CopyTo(buffer.Span);
        _position += length;
        return new ValueTask<int>(length);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
