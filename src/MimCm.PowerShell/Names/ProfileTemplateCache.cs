namespace MimCm.PowerShell.Names;

/// <summary>The profile templates of a session's server, read by one call and kept for a while.</summary>
internal sealed class ProfileTemplateCache(TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Dictionary<Guid, ProfileTemplate> _templates = [];
    private Task<IReadOnlyList<ProfileTemplate>>? _reading;
    private long _readAt;
    private bool _hasBegunInBackground;

    /// <summary>The templates that are known, without a call.</summary>
    public IReadOnlyCollection<ProfileTemplate> Known => Volatile.Read(ref _templates).Values;

    /// <summary>A template that is known; null while it is not. Makes no call.</summary>
    public ProfileTemplate? Find(Guid id) => Volatile.Read(ref _templates).TryGetValue(id, out var template) ? template : null;

    /// <summary>The templates, read unless they were a short time ago.</summary>
    /// <param name="client">Reads them.</param>
    /// <param name="isForced">Whether to read them anew in any case.</param>
    /// <param name="cancellationToken">Ends the wait, and not the call that others may be waiting for.</param>
    /// <exception cref="MimCmException">They could not be read.</exception>
    public async Task<IReadOnlyList<ProfileTemplate>> GetAsync(MimCmClient client, bool isForced, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<ProfileTemplate>> reading;
        lock (_gate)
        {
            if (isForced || _reading is null || _reading.IsFaulted || _reading.IsCanceled || IsExpired())
                _reading = ReadAsync(client);

            reading = _reading;
        }

        return await reading.WaitAsync(Timeout.InfiniteTimeSpan, timeProvider, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Begins to read the templates, once in the life of the session. Nobody waits for them.</summary>
    /// <param name="client">Reads them.</param>
    /// <param name="onFailure">Is told why they could not be read, on any thread.</param>
    public void BeginRead(MimCmClient client, Action<MimCmException> onFailure)
    {
        lock (_gate)
        {
            if (_hasBegunInBackground || _reading is not null)
                return;

            _hasBegunInBackground = true;
        }

        // Whichever command begins, it may end before the call does: the call is not that command's.
        using (ExecutionContext.SuppressFlow())
            _ = Task.Run(() => ReadInBackgroundAsync(client, onFailure));
    }

    public void Dispose() => _disposed.Cancel();

    private async Task ReadInBackgroundAsync(MimCmClient client, Action<MimCmException> onFailure)
    {
        try
        {
            await GetAsync(client, isForced: false, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MimCmException e)
        {
            onFailure(e);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The session was disconnected, or a new access token would be needed, for which there is no command to ask.
        }
    }

    private bool IsExpired() => _reading?.IsCompleted == true && timeProvider.GetElapsedTime(_readAt) >= Lifetime;

    private async Task<IReadOnlyList<ProfileTemplate>> ReadAsync(MimCmClient client)
    {
        // At once on another thread: the lock is held here.
        var templates = await Task.Run(() => client.GetProfileTemplatesAsync(_disposed.Token)).ConfigureAwait(false);
        var known = new Dictionary<Guid, ProfileTemplate>();
        foreach (var template in templates)
            known[template.Uuid] = template;

        _readAt = timeProvider.GetTimestamp();
        Volatile.Write(ref _templates, known);
        return templates;
    }
}
