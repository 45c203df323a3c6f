using System.Diagnostics;
using System.Management.Automation;

namespace MimCm.Bench;

/// <summary>Summarizes requests without keeping them. Compiled, so that it adds little to the measured time.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "BenchRequest")]
[OutputType(typeof(RequestSummary))]
public sealed class MeasureBenchRequestCommand : PSCmdlet
{
    private readonly RequestChecksum _sum = new();
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
                RequestReader.Add(one, _sum);
        }
        else
        {
            RequestReader.Add(InputObject, _sum);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new RequestSummary(_first, _sum.InOrder, _sum.InAnyOrder));
}
