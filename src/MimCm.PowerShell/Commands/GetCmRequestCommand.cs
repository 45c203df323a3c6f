using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmRequest: requests by id, or those that a query finds, as they arrive.</summary>
[Cmdlet(VerbsCommon.Get, "CmRequest", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(Request))]
public sealed class GetCmRequestCommand : RequestBatchCmdletBase
{
    private const string QuerySet = "Query";
    private const string IdSet = "Id";

    // What belongs to one set is taken, unseen, by the other too: the engine's own refusal names no way out. Each filter, and the
    // condition on requests that were read by id which does the same.
    private static readonly (string Filter, string Instead)[] Filters =
    [
        (nameof(Status), "Where-Object Status -EQ Pending"),
        (nameof(TargetUser), "Where-Object TargetUserUuid -EQ <guid>"),
        (nameof(Type), "Where-Object RequestType -EQ Enroll"),
        (nameof(Originator), "Where-Object OriginatorUserUuid -EQ <guid>"),
        (nameof(ProfileTemplate), "Where-Object ProfileTemplateUuid -EQ <guid>"),
        (nameof(SubmittedAfter), "Where-Object Submitted -GE 2026-11-01"),
        (nameof(SubmittedBefore), "Where-Object Submitted -LE 2026-11-01"),
    ];

    private int _hasNameFailure;

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>How many requests to read at once.</summary>
    [Parameter(ParameterSetName = IdSet)]
    [Parameter(ParameterSetName = QuerySet, DontShow = true)]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Only these statuses.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    [ValidateNotNullOrEmpty]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>Only the requests for this user: the word current, or the user's GUID.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    [ValidateTargetUser]
    [ArgumentCompleter(typeof(TargetUserCompleter))]
    public string? TargetUser { get; set; }

    /// <summary>Only these types.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    [ValidateNotNullOrEmpty]
    public RequestType[] Type { get; set; } = [];

    /// <summary>Only the requests these users made.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [ArgumentCompleter(typeof(OriginatorCompleter))]
    public Guid[] Originator { get; set; } = [];

    /// <summary>Only the requests of these profile templates.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [ArgumentCompleter(typeof(ProfileTemplateCompleter))]
    public Guid[] ProfileTemplate { get; set; } = [];

    /// <summary>Only the requests submitted then or later.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    public DateTime SubmittedAfter { get; set; }

    /// <summary>Only the requests submitted then or earlier.</summary>
    [Parameter(ParameterSetName = QuerySet)]
    [Parameter(ParameterSetName = IdSet, DontShow = true)]
    public DateTime SubmittedBefore { get; set; }

    /// <summary>Look up the names of the users in Active Directory.</summary>
    [Parameter]
    public SwitchParameter ResolveName { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (var (filter, instead) in Filters)
            {
                if (IsBound(filter))
                    ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.FilterWithId.With(filter, instead)));
            }

            Enqueue(Id);
        }
        else
        {
            if (IsBound(nameof(ThrottleLimit)))
                ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.ThrottleWithoutId));

            ListRequests(CreateQuery());
        }
    }

    private protected override string Activity => Strings.ReadActivity;

    private protected override async Task<Request> ExecuteAsync(Guid id, MimCmClient client, CancellationToken cancellationToken)
    {
        var request = await client.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
        if (ResolveName && CmSession.FromRequest(request) is { } session)
            await ResolveNamesAsync(request, session.Names, cancellationToken).ConfigureAwait(false);

        return request;
    }

    private async Task ResolveNamesAsync(Request request, SessionNames names, CancellationToken cancellationToken)
    {
        try
        {
            await names.ResolveUsersAsync([request.TargetUserUuid, request.OriginatorUserUuid], cancellationToken).ConfigureAwait(false);
        }
        catch (NameLookupException e)
        {
            ReportNameFailure(e);
        }
    }

    /// <summary>Writes one error for a directory that does not answer: the requests are written all the same.</summary>
    private void ReportNameFailure(NameLookupException failure)
    {
        if (Interlocked.Exchange(ref _hasNameFailure, 1) == 0)
            QueueAction(() => WriteError(failure.ToErrorRecord()));
    }

    private RequestQuery CreateQuery()
    {
        var after = IsBound(nameof(SubmittedAfter)) ? SubmittedAfter : (DateTime?)null;
        var before = IsBound(nameof(SubmittedBefore)) ? SubmittedBefore : (DateTime?)null;
        if (after?.ToUniversalTime() > before?.ToUniversalTime())
            ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.NoTimeBetween.With(after, before)));

        var user = Guid.TryParse(TargetUser, out var id) ? id : (Guid?)null;
        return new RequestQuery
        {
            Statuses = Status,
            ForCurrentUser = TargetUser is not null && user is null,
            TargetUsers = user is { } one ? [one] : [],
            Types = Type,
            Originators = Originator,
            ProfileTemplates = ProfileTemplate,
            SubmittedAfter = after,
            SubmittedBefore = before,
        };
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    private void ListRequests(RequestQuery query)
    {
        var client = ClientFor(origin: null, target: null);
        var progress = new ListProgress();
        var batches = client.GetBatchesAsync(query, progress, StopToken);
        if (ResolveName)
            batches = new NameResolvingReader(SessionOf(client).Names, ReportNameFailure, TimeProvider.System).ReadAsync(batches, StopToken);

        var list = batches.GetAsyncEnumerator(StopToken);
        using var bar = CreateProgressReporter(() => ProgressOf(progress, client));
        try
        {
            while (TryMoveNext(list, client))
                Write(list.Current);

            bar?.End();
        }
        finally
        {
            CloseStream(list);
        }
    }

    private static ProgressRecord ProgressOf(ListProgress progress, MimCmClient client)
    {
        var bytes = progress.Bytes;
        return new ProgressRecord(0, Strings.ListActivity.With(client.BaseAddress.Authority), Strings.ListStatus.With(progress.Requests, bytes / (1024.0 * 1024)))
        {
            PercentComplete = progress.Length is > 0 and var length ? (int)Math.Min(100, 100 * bytes / length) : -1,
        };
    }

    private bool TryMoveNext(IAsyncEnumerator<List<Request>> list, MimCmClient client)
    {
        ErrorRecord error;
        try
        {
            return MoveNext(list);
        }
        catch (MimCmException e)
        {
            error = e.ToErrorRecord(client.RequestsUri);
        }
        catch (Exception e) when (IsDisconnected(client, e))
        {
            ThrowTerminatingError(Disconnected(client, client.RequestsUri, e));
            throw;
        }

        WriteError(error);
        return false;
    }
}
