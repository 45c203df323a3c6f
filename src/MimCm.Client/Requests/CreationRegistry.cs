using System.Collections.Concurrent;

namespace MimCm.Requests;

/// <summary>The requests that one client has created. Creations with equal keys run one after the other, so that a creation with a lost response can
/// be distinguished from the others.</summary>
internal sealed class CreationRegistry
{
    private readonly ConcurrentDictionary<Guid, byte> _created = new();
    private readonly ConcurrentDictionary<CreationKey, SemaphoreSlim> _gates = new();

    /// <summary>Adds a created request.</summary>
    public void Add(Guid id) => _created.TryAdd(id, 0);

    /// <summary>Returns whether this client has already reported the request as created.</summary>
    public bool Contains(Guid id) => _created.ContainsKey(id);

    /// <summary>Waits until no other creation with the key is in progress.</summary>
    public async Task<SemaphoreSlim> EnterAsync(CreationKey key, CancellationToken cancellationToken)
    {
        var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        return gate;
    }
}
