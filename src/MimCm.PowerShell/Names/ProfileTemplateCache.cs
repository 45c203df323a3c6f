namespace MimCm.PowerShell.Names;

/// <summary>The profile templates of a session's server. They are read by one call and cached for a limited time.</summary>
internal sealed class ProfileTemplateCache(TimeProvider timeProvider) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private readonly object _gate = new();
    private readonly CancellationTokenSource _disposed = new();
    private Dictionary<Guid, ProfileTemplate> _templates = [];
    private Task<IReadOnlyList<ProfileTemplate>>? _reading;
    private long _readAt;
    private bool _hasBegunInBackground;

    /// <summary>The cached templates. Makes no call.</summary>
    public IReadOnlyCollection<ProfileTemplate> Known => Volatile.Read(ref _templates).Values;

    /// <summary>Returns a cached template; null if it is not cached. Makes no call.</summary>
    public ProfileTemplate? Find(Guid id) => Volatile.Read(ref _templates).TryGetValue(id, out var template) ? template : null;

    /// <summary>Returns the templates. They are read if the cache has expired.</summary>
    /// <param name="client">The client that reads the templates.</param>
    /// <param name="isForced">Whether to read the templates even if they are cached.</param>
    /// <param name="cancellationToken">Cancels the wait, but not the call, because other callers may be waiting for it.</param>
    /// <exception cref="MimCmException">The templates could not be read.</exception>
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

    /// <summary>Starts to read the templates in the background, once for each session.</summary>
    /// <param name="client">The client that reads the templates.</param>
    /// <param name="onFailure">Called with the reason if they could not be read, on any thread.</param>
    public void BeginRead(MimCmClient client, Action<MimCmException> onFailure)
    {
        lock (_gate)
        {
            if (_hasBegunInBackground || _reading is not null)
                return;

            _hasBegunInBackground = true;
        }

        // The command that starts the call may end before the call does, so the call does not depend on the command.
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
            // The session was disconnected, or a new access token is needed and no command is running that could request it.
        }
    }

    private bool IsExpired() => _reading?.IsCompleted == true && timeProvider.GetElapsedTime(_readAt) >= Lifetime;

    private async Task<IReadOnlyList<ProfileTemplate>> ReadAsync(MimCmClient client)
    {
        // Runs on another thread from the start, because this thread holds the lock.
        var templates = await Task.Run(() => client.GetProfileTemplatesAsync(_disposed.Token)).ConfigureAwait(false);
        var known = new Dictionary<Guid, ProfileTemplate>();
        foreach (var template in templates)
            known[template.Uuid] = template;

        _readAt = timeProvider.GetTimestamp();
        Volatile.Write(ref _templates, known);
        return templates;
    }
}
