namespace MimCm.Journal;

/// <summary>A change that a journal records: what is written about it, and how it is made, read and found again.</summary>
internal abstract class JournaledChange
{
    /// <summary>What makes it the same change in another run.</summary>
    public abstract JournalKey Key { get; }

    /// <summary>The root of the server's API.</summary>
    public abstract Uri Server { get; }

    /// <summary>The account that makes the change; null where it is not known.</summary>
    public string? User { get; init; }

    /// <summary>The id of the request; null where the server chooses it.</summary>
    public Guid? Id { get; init; }

    /// <summary>The type of the request, where it is known.</summary>
    public RequestType? Type { get; init; }

    /// <summary>The profile template of the request, where it is known.</summary>
    public Guid? Template { get; init; }

    /// <summary>The user whom the request is for, where that is known.</summary>
    public Guid? Target { get; init; }

    /// <summary>The smart card that a request is created for; null where there is none.</summary>
    public Guid? Smartcard { get; init; }

    /// <summary>The status of the request before the change, where it is known.</summary>
    public RequestStatus? StatusBefore { get; init; }

    /// <summary>Makes the change and returns the request as it is afterwards.</summary>
    public abstract Task<Request> SendAsync(ChangeTrace trace, CancellationToken cancellationToken);

    /// <summary>Reads the request of a change that was made in an earlier run.</summary>
    /// <exception cref="MimCmException">The request cannot be read, or is not as requested.</exception>
    public abstract Task<Request> ReadAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads back a request that may have been changed in an earlier run; null where the change had no effect that can be
    /// read.</summary>
    /// <param name="sent">When the change was first sent, in UTC by the clock of the computer that sent it.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="MimCmException">That could not be found out; <see cref="MimCmError.RequestNotFound"/> where the server does not
    /// know the request.</exception>
    public abstract Task<Request?> FindAsync(DateTime sent, CancellationToken cancellationToken);

    /// <summary>Whether the request is as the change would make it.</summary>
    public abstract bool IsAsRequested(Request request);
}
