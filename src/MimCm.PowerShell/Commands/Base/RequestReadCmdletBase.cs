using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;
using MimCm.Requests;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that list requests with filters, or process requests from the pipeline.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class RequestReadCmdletBase : BatchCmdletBase<Request>
{
    /// <summary>The value for the account of the session, which is the only target user that the server can filter by (docs/api.md, section
    /// 3.1).</summary>
    internal const string CurrentUser = "current";

    private protected const string QuerySet = "Query";

    // The filters are parameters of both sets, because PowerShell's error for mixed parameter sets does not say what to do. Each filter is listed
    // with the property and the operator that select the same requests among those read by id.
    private static readonly (string Filter, string Property, string Operator)[] Filters =
    [
        (nameof(Status), "Status", "-EQ"),
        (nameof(TargetUser), "TargetUserUuid", "-EQ"),
        (nameof(Type), "RequestType", "-EQ"),
        (nameof(Originator), "OriginatorUserUuid", "-EQ"),
        (nameof(ProfileTemplate), "ProfileTemplateUuid", "-EQ"),
        (nameof(SubmittedAfter), "Submitted", "-GE"),
        (nameof(SubmittedBefore), "Submitted", "-LE"),
    ];

    private int _hasNameFailure;

    /// <summary>Lists only requests with one of these statuses.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [EnumNameTransformation(typeof(RequestStatus))]
    public RequestStatus[] Status { get; set; } = [];

    /// <summary>Lists only requests for this user: the word current, a name or a GUID.</summary>
    [Parameter]
    [UserTransformation(IsSingle = true)]
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
    [UserTransformation]
    [ArgumentCompleter(typeof(OriginatorCompleter))]
    public string[] Originator { get; set; } = [];

    /// <summary>Lists only requests of these profile templates.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ProfileTemplateTransformation]
    [ArgumentCompleter(typeof(ProfileTemplateCompleter))]
    public string[] ProfileTemplate { get; set; } = [];

    /// <summary>Lists only requests submitted at this time or later.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime SubmittedAfter { get; set; }

    /// <summary>Lists only requests submitted at this time or earlier.</summary>
    [Parameter]
    [DateTransformation]
    public DateTime SubmittedBefore { get; set; }

    /// <summary>Looks up the names of the users in Active Directory.</summary>
    [Parameter]
    public SwitchParameter ResolveName { get; set; }

    /// <inheritdoc/>
    protected override int MaxConcurrency => 1;

    /// <summary>Whether to look up the users of all requests while a list is read.</summary>
    private protected virtual bool ResolvesWhileReading => true;

    private protected override string Activity => Strings.ReadActivity;

    private protected override void WriteResult(Operation operation, Request result) => WriteRequest(result);

    /// <summary>Ends the command if a filter is specified together with requests.</summary>
    /// <param name="message">The error message. {0} is the filter, and {1} is the condition that selects the same requests.</param>
    private protected void ThrowIfFiltered(string message)
    {
        foreach (var (filter, property, comparison) in Filters)
        {
            if (IsSpecified(filter))
                ThrowInvalidParameter(message.With(filter, ToCondition(property, comparison, MyInvocation.BoundParameters[filter])));
        }
    }

    /// <summary>Returns the command that selects the same requests as a filter. A name of a user or profile template is replaced by a placeholder,
    /// because the properties with an id contain GUIDs.</summary>
    private static string ToCondition(string property, string comparison, object value)
    {
        var isId = property.EndsWith("Uuid", StringComparison.Ordinal);
        string[] values = value switch
        {
            DateTime date => [date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)],
            Array several => [.. several.Cast<object>().Select(one => $"{one}")],
            _ => [$"{value}"],
        };
        values = [.. values.Select(text => isId && !Guid.TryParse(text, out _) ? "<guid>" : text).Distinct()];
        return $"Where-Object {property} {(values.Length == 1 ? comparison : "-In")} {string.Join(", ", values)}";
    }

    /// <summary>Describes the specified filters.</summary>
    private protected string DescribeFilters()
    {
        var given = Filters.Where(each => IsBound(each.Filter))
            .Select(each => $"-{each.Filter} {Describe(MyInvocation.BoundParameters[each.Filter])}").ToArray();
        return given.Length == 0 ? Strings.AllRequests : string.Join(" ", given);
    }

    private static string Describe(object value) => value switch
    {
        DateTime date => date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        Array several => string.Join(", ", several.Cast<object>()),
        _ => $"{value}",
    };

    /// <summary>Reads the list that the filters select, and processes its requests as they arrive.</summary>
    /// <param name="process">Processes requests, on the pipeline thread.</param>
    /// <returns>The reason why the list is incomplete, after the error was written; null if the list is complete.</returns>
    private protected string? ListRequests(Action<List<Request>> process)
    {
        var client = GetClient(origin: null, target: null);
        var query = CreateQuery(client);
        var progress = new ListProgress();
        var origin = new RequestList();
        var batches = client.GetBatchesAsync(query, progress, StopToken);
        if (ResolveName && ResolvesWhileReading)
        {
            var names = GetSession(client).Names;
            batches = new NameResolvingReader(names.Users, names.ResolveUsersAsync, ReportNameFailure, TimeProvider.System).ReadAsync(batches, StopToken);
        }
        else
        {
            batches = ReadAheadReader.ReadAsync(batches, StopToken);
        }

        var list = batches.GetAsyncEnumerator(StopToken);
        using var reporter = CreateProgressReporter(() => CreateProgressRecord(progress, client));
        try
        {
            while (TryMoveNext(list, client, origin))
            {
                // This starts after the server has responded, so that it does not delay the first requests.
                StartReadingProfileTemplates(client);
                foreach (var request in list.Current)
                    request.List = origin;

                process(list.Current);
            }

            reporter?.Complete();
            return origin.Failure;
        }
        finally
        {
            CloseStream(list);
        }
    }

    private static ProgressRecord CreateProgressRecord(ListProgress progress, MimCmClient client)
    {
        var bytes = progress.Bytes;
        return new ProgressRecord(0, Strings.ListActivity.With(client.BaseAddress.Authority),
            Strings.ListStatus.With(progress.Requests, bytes / (1024.0 * 1024)))
        {
            PercentComplete = progress.Length is > 0 and var length ? (int)Math.Min(100, 100 * bytes / length) : -1,
        };
    }

    private bool TryMoveNext(IAsyncEnumerator<List<Request>> list, MimCmClient client, RequestList origin)
    {
        if (TryCall(client, client.RequestsUri, () => MoveNext(list), out var isMore, out var error))
        {
            // The requests may have been read ahead before the session was disconnected. The list ends all the same.
            if (isMore && !GetSession(client).IsConnected)
                ThrowAfterPendingWork(CreateDisconnectedError(client, client.RequestsUri));

            return isMore;
        }

        // This comes before the error is written, because the error ends the command with -ErrorAction Stop.
        origin.Failure = error.ErrorDetails.Message;
        RunspaceState.Current.ReportListFailure(error.ErrorDetails.Message);
        WriteError(error);
        return false;
    }

    /// <summary>Looks up users. If the directory does not respond, an error is written and the names stay unknown.</summary>
    private protected async Task ResolveUsersAsync(IReadOnlyCollection<Guid> ids, SessionNames names, CancellationToken cancellationToken)
    {
        try
        {
            await names.ResolveUsersAsync(ids, cancellationToken).ConfigureAwait(false);
        }
        catch (NameLookupException e)
        {
            ReportNameFailure(e);
        }
    }

    /// <summary>Writes one error for a directory that does not respond. The requests are still written.</summary>
    private void ReportNameFailure(NameLookupException failure)
    {
        if (Interlocked.Exchange(ref _hasNameFailure, 1) == 0)
            QueueAction(() => WriteError(failure.ToErrorRecord()));
    }

    private RequestQuery CreateQuery(MimCmClient client)
    {
        var after = IsBound(nameof(SubmittedAfter)) ? SubmittedAfter : (DateTime?)null;
        var before = IsBound(nameof(SubmittedBefore)) ? SubmittedBefore : (DateTime?)null;
        if (after?.ToUniversalTime() > before?.ToUniversalTime())
            ThrowInvalidParameter(Strings.NoTimeBetween.With(after, before));

        var isCurrentUser = CurrentUser.Equals(TargetUser, StringComparison.OrdinalIgnoreCase);
        return new RequestQuery
        {
            Statuses = Status,
            ForCurrentUser = isCurrentUser,
            TargetUsers = TargetUser is null || isCurrentUser ? [] : ResolveUsers([TargetUser], client),
            Types = Type,
            Originators = ResolveUsers(Originator, client),
            ProfileTemplates = ResolveProfileTemplates(ProfileTemplate, client, allowSeveral: true),
            SubmittedAfter = after,
            SubmittedBefore = before,
        };
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
