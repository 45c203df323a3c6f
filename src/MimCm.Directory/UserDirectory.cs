using System.DirectoryServices.Protocols;
using MimCm.DirectoryServices.Text;

namespace MimCm.DirectoryServices;

/// <summary>Looks up user accounts in Active Directory. Thread-safe. A connection is opened when it is first needed. More connections are opened
/// while searches are waiting, up to a maximum. A directory that does not respond is not called again for some time.</summary>
internal sealed class UserDirectory : IDisposable
{
    /// <summary>The maximum number of objectGUIDs in one search. Fewer need more round trips, and more are not faster.</summary>
    public const int MaxIdsPerSearch = 100;

    /// <summary>The maximum number of searches in progress, each on its own connection.</summary>
    public const int MaxConnections = 8;

    // Result codes of LDAP (RFC 4511, appendix A.1) and of the client libraries.
    private const int InvalidCredentials = 49;
    private const int LdapTimeout = 85;

    private readonly DirectoryOptions _options;
    private readonly SemaphoreSlim _slots = new(MaxConnections, MaxConnections);
    private readonly SemaphoreSlim _firstOpening = new(1, 1);
    private readonly BlockingThreads _threads = new();
    private readonly object _gate = new();
    private readonly Stack<DirectoryConnection> _idle = new();
    private DirectoryConnection? _model;
    private DirectoryUnavailableException? _failure;
    private long _failedAt;
    private bool _isDisposed;

    public UserDirectory(DirectoryOptions options) => _options = options;

    /// <summary>Looks up accounts by objectGUID, in searches of up to <see cref="MaxIdsPerSearch"/> each.</summary>
    /// <param name="ids">The objectGUIDs.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="namesOnly">Whether to read only <see cref="DirectoryUser.Name"/> and omit the other attributes.</param>
    /// <returns>The accounts that were found, in the order of the ids.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not respond, or did not accept the caller.</exception>
    public async Task<IReadOnlyList<DirectoryUser>> FindByIdAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken, bool namesOnly = false)
    {
        var wanted = ids.Distinct().ToList();
        var searches = new List<Task<IReadOnlyList<DirectoryUser>>>();
        for (var start = 0; start < wanted.Count; start += MaxIdsPerSearch)
        {
            var batch = wanted.GetRange(start, Math.Min(MaxIdsPerSearch, wanted.Count - start));
            searches.Add(RunAsync(connection => connection.FindByIds(batch, namesOnly), cancellationToken));
        }

        var found = new Dictionary<Guid, DirectoryUser>();
        foreach (var user in (await Task.WhenAll(searches).ConfigureAwait(false)).SelectMany(users => users))
            found[user.Uuid] = user;

        return [.. wanted.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>Looks up accounts by DOMAIN\sAMAccountName, user principal name or sAMAccountName.</summary>
    /// <returns>All accounts with this name; empty if there are none.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not respond, or did not accept the caller.</exception>
    public Task<IReadOnlyList<DirectoryUser>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(connection => connection.FindByName(name), cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            // A search in progress closes its connection when it ends.
            _isDisposed = true;
            while (_idle.Count > 0)
                _idle.Pop().Dispose();
        }
    }

    private async Task<IReadOnlyList<DirectoryUser>> RunAsync(Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search,
        CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ThrowIfUnavailable();
            return await SearchAgainAsync(search, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw KeepFailure(e);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Returns whether an exception means that the directory cannot be used.</summary>
    private static bool IsFailure(Exception exception) =>
        exception is DirectoryException or TimeoutException or DirectorySetupException or DllNotFoundException or TypeInitializationException;

    /// <exception cref="DirectoryUnavailableException">The last attempt failed a short time ago.</exception>
    private void ThrowIfUnavailable()
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(UserDirectory));

            if (_failure is null)
                return;

            if (_options.TimeProvider.GetElapsedTime(_failedAt) < _options.RetryDelay)
                throw new DirectoryUnavailableException(_failure.Message, _failure.Server, isRepeated: true, _failure.InnerException);

            _failure = null;
        }
    }

    private DirectoryUnavailableException KeepFailure(Exception failure)
    {
        var unavailable = new DirectoryUnavailableException(Describe(failure), _options.Server, isRepeated: false, failure);
        lock (_gate)
        {
            _failedAt = _options.TimeProvider.GetTimestamp();
            _failure = unavailable;
        }

        return unavailable;
    }

    private async Task<IReadOnlyList<DirectoryUser>> SearchAgainAsync(
        Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search, CancellationToken cancellationToken)
    {
        if (TakeIdle() is { } idle)
        {
            try
            {
                return await SearchAsync(idle, search, cancellationToken).ConfigureAwait(false);
            }
            catch (LdapException)
            {
                // The server closes idle connections, and the domain controller may have been restarted, so the search is repeated once on a new
                // connection.
                CloseIdle();
                Volatile.Write(ref _model, null);
            }
        }

        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await SearchAsync(connection, search, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection. The first connection determines the server and how to authenticate, and the others use the same
    /// settings.</summary>
    private async Task<DirectoryConnection> OpenAsync(CancellationToken cancellationToken)
    {
        await _firstOpening.WaitAsync(cancellationToken).ConfigureAwait(false);
        var isFirst = false;
        try
        {
            var model = Volatile.Read(ref _model);
            isFirst = model is null;
            if (model is null)
            {
                ThrowIfUnavailable();
                return _model = await RunOnThreadAsync(() => DirectoryConnection.Open(_options), CloseLate, cancellationToken).ConfigureAwait(false);
            }

            _firstOpening.Release();
            return await RunOnThreadAsync(model.OpenAnother, CloseLate, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // Callers that wait for this connection do not try again. Later, another domain controller may be available.
            Volatile.Write(ref _model, null);
            throw KeepFailure(e);
        }
        finally
        {
            if (isFirst)
                _firstOpening.Release();
        }
    }

    private DirectoryConnection? TakeIdle()
    {
        lock (_gate)
            return _idle.Count > 0 ? _idle.Pop() : null;
    }

    private void CloseIdle()
    {
        while (TakeIdle() is { } connection)
            connection.Dispose();
    }

    /// <summary>Returns a connection to the pool for the next search.</summary>
    private void Keep(DirectoryConnection connection)
    {
        lock (_gate)
        {
            if (_isDisposed)
                connection.Dispose();
            else
                _idle.Push(connection);
        }
    }

    private async Task<IReadOnlyList<DirectoryUser>> SearchAsync(DirectoryConnection connection, Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search,
        CancellationToken cancellationToken)
    {
        try
        {
            var users = await RunOnThreadAsync(() => search(connection), late => CloseLate(connection, late), cancellationToken).ConfigureAwait(false);
            Keep(connection);
            return users;
        }
        catch (DirectoryOperationException)
        {
            // The server responded with an error, so the connection can be reused.
            Keep(connection);
            throw;
        }
        catch (LdapException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a blocking call on a separate thread, because the platform can cancel neither a bind nor a search. After the timeout or on
    /// cancellation this method returns, and the call ends later by itself.</summary>
    /// <param name="call">The call.</param>
    /// <param name="onLateEnd">Called if the call ends after this method has returned.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="TimeoutException">The call did not end within the timeout.</exception>
    private async Task<T> RunOnThreadAsync<T>(Func<T> call, Action<Task<T>> onLateEnd, CancellationToken cancellationToken)
    {
        var work = _threads.RunAsync(call);
        try
        {
            return await work.WaitAsync(_options.Timeout, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException && !work.IsCompleted)
        {
            _ = work.ContinueWith(onLateEnd, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            throw;
        }
    }

    private static void CloseLate(Task<DirectoryConnection> opening)
    {
        // Reading the Exception property marks the exception as observed.
        if (opening.Exception is null)
            opening.Result.Dispose();
    }

    private static void CloseLate(DirectoryConnection connection, Task search)
    {
        _ = search.Exception;
        connection.Dispose();
    }

    private string Describe(Exception failure)
    {
        var server = _options.Server is { } name ? $"{name}:{_options.Port}" : Strings.OwnDomain;
        return failure switch
        {
            TimeoutException or LdapException { ErrorCode: LdapTimeout } => Strings.NoAnswer.With(server, _options.Timeout.TotalSeconds),
            LdapException { ErrorCode: InvalidCredentials } => Strings.NotAccepted.With(server, failure.Message),
            DllNotFoundException or TypeInitializationException => Strings.NoLibrary.With(failure.InnerException?.Message ?? failure.Message),
            DirectorySetupException => failure.Message,
            _ => Strings.Failed.With(server, failure.Message),
        };
    }
}
