namespace MimCm.Requests;

/// <summary>Is told of the steps of one creation, in their order. The operation waits for each task, so that a record can be on disk before the
/// next step.</summary>
internal interface ICreateRequestObserver
{
    /// <summary>The call is about to be sent. If this fails, it is not.</summary>
    Task SendingAsync(CancellationToken cancellationToken);

    /// <summary>The server has created the request and returned its identifier.</summary>
    Task CreatedAsync(Guid id);

    /// <summary>The response was lost, and the list of open requests holds the created request.</summary>
    Task FoundAsync(Request request);

    /// <summary>The creation failed, or its outcome is unknown.</summary>
    Task FailedAsync(MimCmException failure);
}
