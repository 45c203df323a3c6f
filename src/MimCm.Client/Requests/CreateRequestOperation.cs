using System.Text.RegularExpressions;

namespace MimCm.Requests;

/// <summary>Creates one request, and determines the outcome if the response is lost. The call is sent again only if the server refused the
/// connection, so that the call certainly did not arrive. After any other failure with an unknown outcome, the list of open requests is read: if
/// exactly one new request matches, it is the created one.</summary>
/// <param name="resource">Makes the calls.</param>
/// <param name="request">The request to create.</param>
internal sealed class CreateRequestOperation(RequestsResource resource, NewRequest request)
{
    private static readonly Regex Id = new("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", RegexOptions.CultureInvariant | RegexOptions.RightToLeft);

    private readonly CreationKey _key = CreationKey.Of(request);
    private readonly byte[] _body = CreateRequestBody.Serialize(request);
    private readonly ConnectionSettings _settings = resource.Connection.Settings;

    /// <summary>Performs the creation.</summary>
    /// <exception cref="MimCmException">The request was not created. With <see cref="MimCmError.CreatedUnread"/>, it was created but could not be
    /// read. With <see cref="MimCmError.OutcomeUnknown"/>, the outcome is unknown and the exception contains the candidates.</exception>
    public async Task<CreateRequestResult> ExecuteAsync(CancellationToken cancellationToken)
    {
        var gate = await _settings.Creations.EnterAsync(_key, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task<CreateRequestResult> CreateAsync(CancellationToken cancellationToken)
    {
        var started = _settings.ServerClock.UtcNow - _settings.ServerClock.Uncertainty;
        Guid id;
        try
        {
            id = await SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (RetryPolicy.ActionsFor(e.Kind).Create == FailureAction.ReadBackThenReport)
        {
            return await FindCreatedAsync(started, e, cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e)
        {
            // The call did not arrive, or the server rejected it.
            e.IsUnchanged = true;
            throw;
        }

        _settings.Creations.Add(id);
        try
        {
            return new CreateRequestResult(await resource.GetAsync(id, cancellationToken).ConfigureAwait(false), LostResponse: null);
        }
        catch (MimCmException e)
        {
            throw new MimCmException(MimCmError.CreatedUnread, Strings.CreatedUnread.With(id, e.Message), e, _settings.Sanitizer)
            {
                Uri = e.Uri,
                StatusCode = e.StatusCode,
                RequestId = id,
            };
        }
    }

    /// <summary>Sends the call, and retries it while the server refuses the connection.</summary>
    private async Task<Guid> SendAsync(CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            try
            {
                return await resource.PostAsync(_body, cancellationToken).ConfigureAwait(false) is { } address
                    ? ParseId(address)
                    : throw new MimCmException(MimCmError.InvalidResponse, Strings.CreatedWithoutId) { Uri = resource.Uri, Kind = FailureKind.InvalidBody };
            }
            catch (MimCmException e) when (RetryPolicy.ActionsFor(e.Kind).Create == FailureAction.Retry
                && _settings.RetryPolicy.GetDelay(e, retries) is { } delay)
            {
                await _settings.RetryPolicy.DelayAsync(HttpMethod.Post, e, delay, resource.Connection.Observer, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Looks for the created request in the list of open requests.</summary>
    /// <param name="started">The earliest time, by the server's clock, at which the request can have been created.</param>
    /// <param name="failure">The failure of the create call.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    private async Task<CreateRequestResult> FindCreatedAsync(DateTimeOffset started, MimCmException failure, CancellationToken cancellationToken)
    {
        List<Request> candidates;
        try
        {
            candidates = await resource
                .FindCreatedAsync(request, RequestStatusExtensions.OpenStatuses, started.UtcDateTime, cancellationToken)
                .ConfigureAwait(false);
            candidates.RemoveAll(candidate => _settings.Creations.Contains(candidate.Uuid));
        }
        catch (MimCmException e)
        {
            throw Unknown(failure, Strings.CreateListFailed.With(e.Message), candidates: []);
        }

        if (candidates is [var created])
        {
            _settings.Creations.Add(created.Uuid);
            return new CreateRequestResult(created, failure);
        }

        // The server reported a failure, and the list shows that it created nothing.
        if (candidates.Count == 0 && failure.Kind is FailureKind.Busy or FailureKind.OtherStatus)
        {
            failure.IsUnchanged = true;
            throw failure;
        }

        var reason = candidates.Count == 0 ? Strings.CreateNotListed : Strings.CreateAmbiguous.With(string.Join(", ", candidates.Select(one => one.Uuid)));
        throw Unknown(failure, reason, candidates);
    }

    private MimCmException Unknown(MimCmException failure, string reason, IReadOnlyList<Request> candidates) =>
        new(MimCmError.OutcomeUnknown, Strings.CreateOutcomeUnknown.With(request.Kind, failure.Message, reason), failure, _settings.Sanitizer)
        {
            Uri = failure.Uri,
            StatusCode = failure.StatusCode,
            ServerMessage = failure.ServerMessage,
            CorrelationId = failure.CorrelationId,
            Candidates = candidates,
        };

    /// <summary>Returns the identifier at the end of the address of the created request. The address can be relative, rooted or absolute.</summary>
    private Guid ParseId(string address) =>
        Id.Match(address) is { Success: true } match && Guid.Parse(match.Value) is var id && id != Guid.Empty
            ? id
            : throw new MimCmException(MimCmError.InvalidResponse, Strings.CreatedWithoutId) { Uri = resource.Uri, Kind = FailureKind.InvalidBody };
}
