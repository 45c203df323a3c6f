using System.Management.Automation;

namespace MimCm.PowerShell.Commands;

/// <summary>Measure-CmRequest: counts requests by groups.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "CmRequest", DefaultParameterSetName = QuerySet, HelpUri = HelpPages.Folder + "Measure-CmRequest.md")]
[OutputType(typeof(RequestStatistic))]
public sealed class MeasureCmRequestCommand : RequestConsumerCmdletBase
{
    private RequestAggregator? _aggregator;

    /// <summary>The properties to group by.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public RequestGroupKey[] By { get; set; } = [RequestGroupKey.ProfileTemplate, RequestGroupKey.Type, RequestGroupKey.Month];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (By.Distinct().Count(key => key is RequestGroupKey.Month or RequestGroupKey.Week or RequestGroupKey.Day) > 1)
            ThrowInvalidParameter(Strings.SeveralPeriods);

        _aggregator = new RequestAggregator(By);
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();

        // Statistics without all requests would look correct, so none are written.
        if (IncompleteReason is not null)
        {
            WriteIncompleteError();
            return;
        }

        var statistics = GetStatistics();
        ResolveUsers([.. statistics.SelectMany(pair => new[] { pair.Key.TargetUserUuid, pair.Key.OriginatorUserUuid }).OfType<Guid>().Distinct()]);
        foreach (var statistic in StatisticFormatter.ToObjects(statistics, By, Names))
            WriteObject(statistic);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _aggregator?.Dispose();
    }

    private protected override void Process(Request request)
    {
        try
        {
            _aggregator!.Add(request);
        }
        catch (IOException e)
        {
            ThrowTerminatingError(ErrorRecordFactory.FileFailed(Path.GetTempPath(), e));
        }
    }

    private IReadOnlyList<KeyValuePair<RequestGroup, RequestStatistic>> GetStatistics()
    {
        try
        {
            return _aggregator!.GetStatistics(DateTime.UtcNow);
        }
        catch (IOException e)
        {
            ThrowTerminatingError(ErrorRecordFactory.FileFailed(Path.GetTempPath(), e));
            throw;
        }
    }
}
