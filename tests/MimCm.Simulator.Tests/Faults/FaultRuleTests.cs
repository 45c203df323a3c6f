using System.Text.Json.Nodes;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator.Tests;

public sealed class FaultRuleTests
{
    [Theory]
    [InlineData("""{"method":"GTE"}""", "Method must be one of GET, PUT")]
    [InlineData("""{"path":"("}""", "Path must be list, item, any or a regular expression")]
    [InlineData("""{"path":"list","id":"a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099"}""", "A list has no Id")]
    [InlineData("""{"id":"00000000-0000-0000-0000-000000000000"}""", "Id must be the id of a request")]
    [InlineData("""{"nth":0}""", "Nth must be 1 or more")]
    [InlineData("""{"nth":"0-3"}""", "Nth must be 1 or more")]
    [InlineData("""{"times":0}""", "Times is a number from 1")]
    [InlineData("""{"times":-1}""", "Times is a number from 1")]
    [InlineData("""{"probability":-0.1}""", "Probability is a number from 0 to 1")]
    [InlineData("""{"probability":1.1}""", "Probability is a number from 0 to 1")]
    [InlineData("""{"latency":-5}""", "Latency must be a number or a range")]
    [InlineData("""{"latency":"5-"}""", "Latency must be a number or a range")]
    [InlineData("""{"status":199}""", "Status is a number from 200 to 599")]
    [InlineData("""{"status":600}""", "Status is a number from 200 to 599")]
    [InlineData("""{"status":503,"reset":true}""", "Reset closes the connection without a response")]
    [InlineData("""{"reset":true,"content":"empty"}""", "Reset closes the connection without a response")]
    [InlineData("""{"reset":true,"cutBytes":5}""", "Reset closes the connection without a response")]
    [InlineData("""{"retryAfter":"1"}""", "need a Status")]
    [InlineData("""{"location":"/x"}""", "need a Status")]
    [InlineData("""{"body":"page"}""", "need a Status")]
    [InlineData("""{"status":503,"retryAfter":"date:soon"}""", "RetryAfter needs a number of seconds after date:")]
    [InlineData("""{"status":503,"retryAfter":"1\r\nX: y"}""", "RetryAfter is sent as a header")]
    [InlineData("""{"status":302,"location":"/ü"}""", "Location is sent as a header")]
    [InlineData("""{"contentType":"text/html\n"}""", "ContentType is sent as a header")]
    [InlineData("""{"method":"GET","effect":"no"}""", "Effect applies to PUT and POST only")]
    [InlineData("""{"lateMs":-1}""", "LateMs is a number from 0")]
    [InlineData("""{"size":-1}""", "Size is a number from 0")]
    [InlineData("""{"cutBytes":-1}""", "CutBytes is a number from 0")]
    [InlineData("""{"cutElements":-1}""", "CutElements is a number from 0")]
    [InlineData("""{"insideElement":true}""", "InsideElement needs CutElements")]
    [InlineData("""{"close":"reset"}""", "Close needs a response that ends early")]
    [InlineData("""{"stall":-2}""", "Stall is a number from -1")]
    [InlineData("""{"stallAt":-1}""", "StallAt is a number from 0")]
    [InlineData("""{"bytesPerSecond":0}""", "BytesPerSecond is a number from 1")]
    public void ContradictoryRuleIsRejectedWithTheReason(string rule, string reason)
    {
        var error = Assert.Throws<ArgumentException>(() => FaultRuleParser.Parse(JsonNode.Parse(rule)));

        Assert.Contains(reason, error.Message);
    }

    [Theory]
    [InlineData("""{"name":"n","method":"put","path":"item","nth":"3-","times":1,"probability":0,"latency":"5-10","effect":"late","lateMs":0}""")]
    [InlineData("""{"method":"DELETE","status":503,"body":"page","retryAfter":"date:-5","location":"https://example.com/"}""")]
    [InlineData("""{"content":"deep","size":0,"contentType":"text/html","encoding":"gzip","cutBytes":0,"close":"reset","stall":-1,"stallAt":0}""")]
    [InlineData("""{"stall":5,"stallAt":700,"bytesPerSecond":1}""")]
    [InlineData("""{"framing":"chunkedBroken","close":"reset"}""")]
    [InlineData("""{"path":"/profiletemplates","cutElements":0,"insideElement":true}""")]
    public void ValidRuleIsAccepted(string rule) => Assert.Single(FaultRuleParser.Parse(JsonNode.Parse(rule)));

    [Fact]
    public async Task PatternThatTakesTooLongDoesNotMatch()
    {
        await using var sim = await Sim.StartAsync(new SimulatorOptions { Faults = [new() { Path = "(x+x+)+y", Status = 503 }] });

        Assert.Equal(204, (await sim.SendAsync("GET", $"requests?status=None&q={new string('x', 60)}")).Status);
    }
}
