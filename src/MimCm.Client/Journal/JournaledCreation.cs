namespace MimCm.Journal;

/// <summary>A creation of a request that a journal records.</summary>
internal sealed class JournaledCreation : JournaledChange
{
    /// <summary>The maximum difference between the clocks of the server and of the computer that sent a creation. A request that was submitted
    /// earlier than this before the creation was sent is certainly another request.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly MimCmClient _client;
    private readonly NewRequest _request;
    private readonly Action<CreateRequestResult> _onCreated;

    /// <param name="client">The client to create the request with.</param>
    /// <param name="request">The request to create.</param>
    /// <param name="onCreated">Called with the created request, and with the error if the response was lost.</param>
    public JournaledCreation(MimCmClient client, NewRequest request, Action<CreateRequestResult> onCreated)
    {
        (_client, _request, _onCreated) = (client, request, onCreated);
        Key = CreateKey(client.BaseAddress, request);
        Type = request.Kind.ToRequestType();
        Template = request.ProfileTemplateUuid;
        Target = request.TargetUserUuid;
        Smartcard = request.SmartcardUuid;
    }

    /// <summary>Returns the key of a creation.</summary>
    public static JournalKey CreateKey(Uri server, NewRequest request) =>
        JournalKey.ForCreation(server, request.Kind.ToString(), request.ProfileTemplateUuid, request.TargetUserUuid, request.SmartcardUuid);

    /// <inheritdoc/>
    public override JournalKey Key { get; }

    /// <inheritdoc/>
    public override Uri Server => _client.BaseAddress;

    /// <inheritdoc/>
    public override async Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken)
    {
        var result = await _client.CreateRequestAsync(_request, cancellationToken).ConfigureAwait(false);
        if (result.LostResponse is not null)
            trace.ReadBack?.Invoke(result.Request);

        _onCreated(result);
        return result.Request;
    }

    /// <inheritdoc/>
    public override Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken) => _client.GetRequestAsync(id, cancellationToken);

    /// <summary>Looks for a request that an earlier run may have created, in any status.</summary>
    /// <inheritdoc/>
    public override async Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken)
    {
        var candidates = await _client.FindCreatedAsync(_request, sent - ClockTolerance, cancellationToken).ConfigureAwait(false);
        return candidates.Count < 2
            ? candidates.FirstOrDefault()
            : throw new MimCmException(MimCmError.OutcomeUnknown, Strings.CreateAmbiguous.With(string.Join(", ", candidates.Select(one => one.Uuid))))
            {
                Candidates = candidates,
            };
    }

    /// <inheritdoc/>
    public override bool IsAsRequested(Request request) => true;
}
