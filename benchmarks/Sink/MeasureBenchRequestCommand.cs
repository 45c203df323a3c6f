using System.Diagnostics;
using System.Management.Automation;

namespace MimCm.Bench;

/// <summary>Takes requests, keeps none, and says what came and when the first did. Compiled, so that it costs next to nothing.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "BenchRequest")]
[OutputType(typeof(BenchRequests))]
public sealed class MeasureBenchRequestCommand : PSCmdlet
{
    private readonly Checksum _sum = new();
    private long _first;

    /// <summary>A request of any type.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public object InputObject { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (_first == 0)
            _first = Stopwatch.GetTimestamp();

        if ((InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject) is object[] all)
        {
            foreach (var one in all)
                RequestView.Add(one, _sum);
        }
        else
        {
            RequestView.Add(InputObject, _sum);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new BenchRequests(_first, _sum.InOrder, _sum.InAnyOrder));
}
