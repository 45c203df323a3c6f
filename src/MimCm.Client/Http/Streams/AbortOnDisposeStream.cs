#if !NET
namespace MimCm.Http;

/// <summary>A body that aborts its call if it is disposed of before it was read to its end.</summary>
internal sealed class AbortOnDisposeStream(Stream body, Action abort) : Stream
{
    private int _isDone;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Note(body.Read(buffer, offset, count), count);

    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Note(await body.ReadAsync(buffer, offset, count, cancellationToken).ConfigureAwait(false), count);

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            if (Interlocked.Exchange(ref _isDone, 1) == 0)
                abort();

            body.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Note(int read, int wanted)
    {
        if (read == 0 && wanted > 0)
            _isDone = 1;

        return read;
    }
}
#endif
