namespace MimCm.Client.Tests;

/// <summary>A body that arrives one byte at a time, each after the same time of the clock of the test.</summary>
internal sealed class TricklingStream(byte[] body, ManualClock clock, TimeSpan interval) : Stream
{
    private int _at;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _at;
        set => throw new NotSupportedException();
    }

#if NET
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!await NextAsync(cancellationToken))
            return 0;

        buffer.Span[0] = body[_at++];
        return 1;
    }
#else
    public override async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (!await NextAsync(cancellationToken))
            return 0;

        buffer[offset] = body[_at++];
        return 1;
    }
#endif

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        // The reader starts its timer when it has to wait.
        while (!clock.IsWaiting)
            await Task.Yield();

        clock.Advance(interval);
        cancellationToken.ThrowIfCancellationRequested();
        return _at < body.Length;
    }
}
