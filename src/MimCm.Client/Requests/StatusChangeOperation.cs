using MimCm.Journal;

namespace MimCm.Requests;

/// <summary>Changes the status of one request, and determines the outcome if the response is lost. A change is sent again only if it certainly did
/// not take effect: the server refused the connection, the server asked to retry later, or the request was read back and still has another status
/// that is not final. The table in <see cref="RetryPolicy"/> defines the action for each failure.</summary>
/// <param name="resource">Makes the calls.</param>
/// <param name="id">The request.</param>
/// <param name="change">The change.</param>
/// <param name="trace">Receives details of the change; null if not needed.</param>
internal sealed class StatusChangeOperation(RequestsResource resource, Guid id, RequestStatusChange change, ChangeTrace? trace)
{
    private readonly RequestStatus _wanted = change.FinalStatus();
    private readonly byte[] _body = ApiCall.ToBody(new StatusChangeBody(change.ToString()), ClientJsonContext.Default.StatusChangeBody);
    private readonly RetryPolicy _retryPolicy = resource.Connection.Settings.RetryPolicy;

    /// <summary>Whether an attempt may have reached the server. In this case a later failure does not prove that the request is unchanged.</summary>
    private bool _mayHaveArrived = trace?.MayHaveBeenSent == true;

    /// <summary>Performs the change.</summary>
    /// <param name="cancellationToken">Cancels the operation. The outcome of an attempt that was already sent is then unknown.</param>
    /// <returns>The request with its new status.</returns>
    /// <exception cref="MimCmException">The change failed, or its outcome is unknown.</exception>
    public async Task<Request> ExecuteAsync(CancellationToken cancellationToken)
    {
        for (var retries = 0; ; retries++)
        {
            MimCmException failure;
            try
            {
                return await SendAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (MimCmException e) when (e.Error is not (MimCmError.UnexpectedStatus or MimCmError.OutcomeUnknown) && !e.IsUnchanged)
            {
                failure = e;
                Note(e.StatusCode);
            }

            var delay = _retryPolicy.GetDelay(failure, retries);
            switch (_retryPolicy.NextStep(failure, retries, _mayHaveArrived))
            {
                case FailureAction.GiveUp:
                    failure.IsUnchanged = true;
                    throw failure;

                case FailureAction.ReadBackThenReport:
                    var after = await ReadBackAsync(Strings.ChangeFailed, failure, cancellationToken).ConfigureAwait(false);
                    if (after.Status == _wanted)
                        return after;

                    failure.IsUnchanged = true;
                    throw failure;

                case FailureAction.ReadBackThenRetry:
                    var now = await ReadBackAsync(Strings.ChangeAnswerLost, failure, cancellationToken).ConfigureAwait(false);
                    if (now.Status == _wanted)
                        return now;

                    if (now.Status.IsFinal())
                        throw Unexpected(now, failure);

                    if (delay is null)
                        throw NeverAnswered(retries + 1, now, failure);

                    break;
            }

            _mayHaveArrived |= failure.Kind is not (FailureKind.ConnectionRefused or FailureKind.NotSent);
            await _retryPolicy.DelayAsync(HttpMethod.Put, failure, delay!.Value, resource.Connection.Observer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes one attempt. After a response without content, the request is read back.</summary>
    private async Task<Request> SendAsync(CancellationToken cancellationToken)
    {
        var request = await resource.PutAsync(id, _body, cancellationToken).ConfigureAwait(false);
        Note(request is null ? 204 : 200);
        request ??= await ReadBackAsync(Strings.ChangeAnsweredEmpty, cause: null, cancellationToken).ConfigureAwait(false);
        return request.Status == _wanted ? request : throw Unexpected(request, cause: null);
    }

    /// <summary>Reads the request to find out whether the change took effect.</summary>
    /// <exception cref="MimCmException">The request cannot be read, so the outcome is unknown.</exception>
    private async Task<Request> ReadBackAsync(string reason, MimCmException? cause, CancellationToken cancellationToken)
    {
        Request request;
        try
        {
            request = await resource.GetAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch (MimCmException e) when (cause is null && e.Error == MimCmError.RequestNotFound)
        {
            // Neither the change nor the read returned content, so the server does not know the request.
            e.IsUnchanged = true;
            throw;
        }
        catch (MimCmException e)
        {
            throw new MimCmException(MimCmError.OutcomeUnknown, Strings.OutcomeUnknown.With(id, reason, cause?.Message, e.Message), cause ?? e)
            {
                Uri = e.Uri,
                StatusCode = e.StatusCode,
                ServerMessage = e.ServerMessage,
                CorrelationId = e.CorrelationId,
            };
        }

        trace?.ReadBack?.Invoke(request);
        return request;
    }

    private void Note(int? statusCode)
    {
        if (trace is not null && statusCode is not null)
            trace.StatusCode = statusCode;
    }

    private MimCmException NeverAnswered(int attempts, Request now, MimCmException failure) =>
        new(MimCmError.OutcomeUnknown, Strings.ChangeNeverAnswered.With(id, attempts, now.Status), failure) { Uri = failure.Uri };

    private MimCmException Unexpected(Request request, MimCmException? cause) =>
        new(MimCmError.UnexpectedStatus, Strings.UnexpectedStatus.With(request.Uuid, request.Status, _wanted), cause)
        {
            Uri = resource.GetUri(id),
            Request = request,
        };
}
