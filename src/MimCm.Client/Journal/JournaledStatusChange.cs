namespace MimCm.Journal;

/// <summary>A status change that a journal records.</summary>
internal sealed class JournaledStatusChange : JournaledChange
{
    private readonly MimCmClient _client;
    private readonly Guid _id;
    private readonly RequestStatusChange _change;

    /// <param name="client">The client to change the request with.</param>
    /// <param name="id">The id of the request.</param>
    /// <param name="change">The change.</param>
    /// <param name="known">The request as it was read earlier; null if only its id is known.</param>
    public JournaledStatusChange(MimCmClient client, Guid id, RequestStatusChange change, Request? known)
    {
        (_client, _id, _change) = (client, id, change);
        Key = JournalKey.ForStatusChange(client.BaseAddress, id, change);
        Id = id;
        Type = known?.RequestType;
        Template = known?.ProfileTemplateUuid;
        Target = known?.TargetUserUuid;
        StatusBefore = known?.Status;
    }

    /// <inheritdoc/>
    public override JournalKey Key { get; }

    /// <inheritdoc/>
    public override Uri Server => _client.BaseAddress;

    /// <inheritdoc/>
    public override Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken) =>
        _client.SetRequestStatusAsync(_id, _change, trace, cancellationToken);

    /// <inheritdoc/>
    public override async Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var request = await _client.GetRequestAsync(id, cancellationToken).ConfigureAwait(false);
        return IsAsRequested(request)
            ? request
            : throw new MimCmException(MimCmError.UnexpectedStatus, Strings.UnexpectedStatus.With(id, request.Status, _change.FinalStatus()))
            {
                Request = request,
            };
    }

    /// <inheritdoc/>
    public override async Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken) =>
        await _client.GetRequestAsync(_id, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override bool IsAsRequested(Request request) => request.Status == _change.FinalStatus();
}
