namespace MimCm.Client.Tests;

/// <summary>A body of which each read returns the bytes before the next split.</summary>
internal sealed class SplitStream(byte[] body, int[] splits) : MemoryStream(body, writable: false)
{
    public override int Read(byte[] buffer, int offset, int count)
    {
        var end = splits.Append((int)Length).First(split => split > Position || split == (int)Length);
        return base.Read(buffer, offset, Math.Min(count, (int)(end - Position)));
    }
}
