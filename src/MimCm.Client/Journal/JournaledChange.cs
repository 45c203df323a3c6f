namespace MimCm.Journal;

/// <summary>A change that a journal records: the data to write, and the operations to make, read and find it.</summary>
internal abstract class JournaledChange
{
    /// <summary>The key that identifies the change in another run.</summary>
    public abstract JournalKey Key { get; }

    /// <summary>The root of the server's API.</summary>
    public abstract Uri Server { get; }

    /// <summary>The account that makes the change; null if unknown.</summary>
    public string? User { get; init; }

    /// <summary>The id of the request; null if the server assigns it.</summary>
    public Guid? Id { get; init; }

    /// <summary>The type of the request; null if unknown.</summary>
    public RequestType? Type { get; init; }

    /// <summary>The profile template of the request; null if unknown.</summary>
    public Guid? Template { get; init; }

    /// <summary>The target user of the request; null if unknown.</summary>
    public Guid? Target { get; init; }

    /// <summary>The smart card that a request is created for; null if there is none.</summary>
    public Guid? Smartcard { get; init; }

    /// <summary>The status of the request before the change; null if unknown.</summary>
    public RequestStatus? StatusBefore { get; init; }

    /// <summary>Makes the change and returns the changed request.</summary>
    public abstract Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken);

    /// <summary>Reads the request of a change that was made in an earlier run.</summary>
    /// <exception cref="MimCmException">The request cannot be read, or does not have the requested status.</exception>
    public abstract Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads back a request that an earlier run may have changed; null if the change had no visible effect.</summary>
    /// <param name="sent">The time at which the change was first sent, in UTC by the clock of the computer that sent it.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="MimCmException">The request could not be read back; <see cref="MimCmError.RequestNotFound"/> if the server does not know the
    /// request.</exception>
    public abstract Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken);

    /// <summary>Returns whether the request is in the state that the change results in.</summary>
    public abstract bool IsAsRequested(Request request);
}
