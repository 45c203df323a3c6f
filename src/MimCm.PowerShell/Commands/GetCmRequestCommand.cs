using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmRequest: reads requests by id, or lists those that a query finds, as they arrive.</summary>
[Cmdlet(VerbsCommon.Get, "CmRequest", DefaultParameterSetName = QuerySet)]
[OutputType(typeof(Request))]
public sealed class GetCmRequestCommand : BatchCmdletBase<Request>
{
    private const string QuerySet = "Query";
    private const string IdSet = "Id";

    // The filters are parameters of both sets, as PowerShell's own error for a combination of two sets does not say what to do. Each is
    // listed with the condition that selects the same among requests read by id.
    private static readonly (string Filter, string Condition)[] Filters =
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

    /// <summary>Lists only requests with one of these statuses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [EnumNameTransformation(typeof(RequestStatus))]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>Lists only requests for this user: the word current, or the user's GUID.</summary>
    [Parameter]
    [ValidateTargetUser]
    [ArgumentCompleter(typeof(TargetUserCompleter))]
    public string? TargetUser { get; set; }

    /// <summary>Lists only requests of these types.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [EnumNameTransformation(typeof(RequestType))]
    public RequestType[] Type { get; set; } = [];

    /// <summary>Lists only requests that these users submitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [ArgumentCompleter(typeof(OriginatorCompleter))]
    public Guid[] Originator { get; set; } = [];

    /// <summary>Lists only requests of these profile templates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [ArgumentCompleter(typeof(ProfileTemplateCompleter))]
    public Guid[] ProfileTemplate { get; set; } = [];

    /// <summary>Lists only requests submitted at this time or later.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime SubmittedAfter { get; set; }

    /// <summary>Lists only requests submitted at this time or earlier.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime SubmittedBefore { get; set; }

    /// <summary>The maximum number of requests read at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <summary>Looks up the names of the users in Active Directory.</summary>
    [Parameter]
    public SwitchParameter ResolveName { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            foreach (var (filter, condition) in Filters)
            {
                if (IsSpecified(filter))
                    ThrowInvalidParameter(Strings.FilterWithId.With(filter, condition));
            }

            ReadById();
        }
        else
        {
            if (IsSpecified(nameof(ThrottleLimit)))
                ThrowInvalidParameter(Strings.ThrottleWithoutId);

            ListRequests(CreateQuery());
        }
    }

    private protected override string Activity => Strings.ReadActivity;

    private protected override void WriteResult(Operation operation, Request result) => WriteRequest(result);

    private void ReadById()
    {
        AddInput(Id.Length);
        foreach (var (id, _, client) in ResolveRequests(Id))
            Enqueue(id, client, (one, token) => ReadAsync(id, one, token));
    }

    private async Task<Request> ReadAsync(Guid id, MimCmClient client, CancellationToken cancellationToken)
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
            ThrowInvalidParameter(Strings.NoTimeBetween.With(after, before));

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
        var client = GetClient(origin: null, target: null);
        var progress = new ListProgress();
        var batches = client.GetBatchesAsync(query, progress, StopToken);
        if (ResolveName)
            batches = new NameResolvingReader(GetSession(client).Names, ReportNameFailure, TimeProvider.System).ReadAsync(batches, StopToken);

        var list = batches.GetAsyncEnumerator(StopToken);
        using var reporter = CreateProgressReporter(() => CreateProgressRecord(progress, client));
        try
        {
            while (TryMoveNext(list, client))
                WriteRequests(list.Current);

            reporter?.Complete();
        }
        finally
        {
            CloseStream(list);
        }
    }

    private static ProgressRecord CreateProgressRecord(ListProgress progress, MimCmClient client)
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
            error = e.ToErrorRecord(client.RequestsUri, GetSession(client));
        }
        catch (Exception e) when (IsDisconnected(client, e))
        {
            ThrowTerminatingError(CreateDisconnectedError(client, client.RequestsUri, e));
            throw;
        }

        WriteError(error);
        return false;
    }
}
