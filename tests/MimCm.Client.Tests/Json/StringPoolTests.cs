using System.Text.Json;
using MimCm.Json;

namespace MimCm.Client.Tests;

/// <summary>Equal texts of a list share one string. A single request has no overhead for this.</summary>
public sealed class StringPoolTests
{
    private static readonly byte[] Body = Bodies.EnrollCompleted;

    [Fact]
    public void EqualDescriptorsOfAListShareOneString()
    {
        var parser = new RequestParser(source: null);

        Parse(parser);
        Parse(parser);
        var third = Parse(parser);
        var fourth = Parse(parser);

        Assert.Same(third.SecurityDescriptor, fourth.SecurityDescriptor);
    }

#if NET
    [Fact]
    public void SingleRequestAllocatesNoStringPool()
    {
        Parse(new RequestParser(source: null));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Parse(new RequestParser(source: null));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 6_000);
    }
#endif

    private static Request Parse(RequestParser parser)
    {
        var reader = new Utf8JsonReader(Body);
        reader.Read();
        return parser.TryParse(ref reader)!;
    }
}
