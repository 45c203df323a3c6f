using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmRequest: reads requests by id, or lists the requests that match a query.</summary>
[Cmdlet(VerbsCommon.Get, "CmRequest", DefaultParameterSetName = QuerySet, HelpUri = HelpPages.Folder + "Get-CmRequest.md")]
[OutputType(typeof(Request))]
public sealed class GetCmRequestCommand : RequestReadCmdletBase
{
    private const string IdSet = "Id";

    /// <summary>The ids of the requests.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Uuid", "RequestId")]
    [RequestIdTransformation]
    [ArgumentCompleter(typeof(RequestIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The maximum number of requests read at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == IdSet)
        {
            ThrowIfFiltered(Strings.FilterWithId);
            ReadById();
        }
        else
        {
            if (IsSpecified(nameof(ThrottleLimit)))
                ThrowInvalidParameter(Strings.ThrottleWithoutId);

            ListRequests(WriteRequests);
        }
    }

    private void ReadById()
    {
        AddInput(Id.Length);
        foreach (var (id, _, client) in ResolveRequests(Id))
            Enqueue(id, client, (one, token) => ReadAsync(id, one, token));
    }

    private async Task<Request> ReadAsync(Guid id, MimCmClient client, CancellationToken cancellationToken)
    {
        var request = await client.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
        if (ResolveName && CmSession.FromObject(request) is { } session)
            await ResolveUsersAsync([request.TargetUserUuid, request.OriginatorUserUuid], session.Names, cancellationToken).ConfigureAwait(false);

        return request;
    }
}
