using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace MimCm;

/// <summary>Members of .NET that .NET Framework has with another name or with fewer parameters.</summary>
internal static class Extensions
{
    extension(Enum)
    {
        public static IEnumerable<T> GetValues<T>()
            where T : struct, Enum => Enum.GetValues(typeof(T)).Cast<T>();
    }

    extension(Encoding)
    {
        public static Encoding Latin1 => Encoding.GetEncoding("iso-8859-1");
    }

    extension(Parallel)
    {
        public static async Task ForEachAsync<T>(IEnumerable<T> source, ParallelOptions options, Func<T, CancellationToken, ValueTask> body)
        {
            var left = new Queue<T>(source);
            await Task.WhenAll(Enumerable.Range(0, options.MaxDegreeOfParallelism).Select(_ => Task.Run(WorkAsync)));

            async Task WorkAsync()
            {
                while (TakeNext(left, out var one))
                    await body(one, options.CancellationToken);
            }
        }
    }

    public static async Task WaitAsync(this Task task, TimeSpan patience)
    {
        if (await Task.WhenAny(task, Task.Delay(patience)) != task)
            throw new TimeoutException();

        await task;
    }

    public static Task CancelAsync(this CancellationTokenSource source)
    {
        source.Cancel();
        return Task.CompletedTask;
    }

    public static Task<int> ReceiveAsync(this Socket socket, Memory<byte> buffer) => socket.ReceiveAsync(Segment(buffer), SocketFlags.None);

    public static Task<int> ReceiveAsync(this Socket socket, byte[] buffer) => socket.ReceiveAsync(new ArraySegment<byte>(buffer), SocketFlags.None);

    public static Task<int> SendAsync(this Socket socket, Memory<byte> buffer) => socket.SendAsync(Segment(buffer), SocketFlags.None);

    public static Task<int> SendAsync(this Socket socket, byte[] buffer) => socket.SendAsync(new ArraySegment<byte>(buffer), SocketFlags.None);

    public static Task WriteAsync(this Stream stream, byte[] bytes) => stream.WriteAsync(bytes, 0, bytes.Length);

    public static Task<int> ReadAsync(this Stream stream, Memory<byte> buffer)
    {
        var segment = Segment(buffer);
        return stream.ReadAsync(segment.Array!, segment.Offset, segment.Count);
    }

    public static string[] Split(this string text, string separator) => text.Split([separator], StringSplitOptions.None);

    public static string[] Split(this string text, string separator, int count) => text.Split([separator], count, StringSplitOptions.None);

    public static string[] Split(this string text, char separator, int count) => text.Split([separator], count);

    public static bool Contains(this string text, string part, StringComparison comparison) => text.IndexOf(part, comparison) >= 0;

    public static string Replace(this string text, string part, string other, StringComparison comparison) =>
        comparison == StringComparison.Ordinal ? text.Replace(part, other) : throw new ArgumentOutOfRangeException(nameof(comparison));

    public static IOrderedEnumerable<T> Order<T>(this IEnumerable<T> source) => source.OrderBy(one => one);

    public static IEnumerable<T[]> Chunk<T>(this T[] source, int size) =>
        Enumerable.Range(0, (source.Length + size - 1) / size).Select(i => source.Skip(i * size).Take(size).ToArray());

    private static ArraySegment<byte> Segment(Memory<byte> memory) =>
        MemoryMarshal.TryGetArray<byte>(memory, out var segment) ? segment : throw new ArgumentException("It is no array's.", nameof(memory));

    private static bool TakeNext<T>(Queue<T> queue, out T one)
    {
        lock (queue)
        {
            one = queue.Count > 0 ? queue.Dequeue() : default!;
            return !Equals(one, default(T));
        }
    }
}
