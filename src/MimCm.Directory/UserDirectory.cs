using System.DirectoryServices.Protocols;
using MimCm.DirectoryServices.Text;

namespace MimCm.DirectoryServices;

/// <summary>Looks up user accounts in Active Directory. It may be used by several threads. A connection is opened when it is first needed,
/// and others while searches wait for it, up to a few. A directory that does not answer is left alone for a while.</summary>
internal sealed class UserDirectory : IDisposable
{
    /// <summary>How many objectGUIDs one search asks for: fewer cost round trips, more are no faster.</summary>
    public const int MaxIdsPerSearch = 100;

    /// <summary>How many searches are under way at most, each over a connection of its own.</summary>
    public const int MaxConnections = 4;

    // Result codes of LDAP (RFC 4511, A.1) and of its client libraries.
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
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="namesOnly">Whether <see cref="DirectoryUser.Name"/> is all that is wanted; the other attributes are then left out.</param>
    /// <returns>The accounts that were found, in the order of the ids.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not answer, or did not accept the caller.</exception>
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
    /// <returns>All that have this name; empty when none has.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not answer, or did not accept the caller.</exception>
    public Task<IReadOnlyList<DirectoryUser>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(connection => connection.FindByName(name), cancellationToken);

    public void Dispose()
    {
        lock (_gate)
        {
            // A search that is under way closes its connection when it ends.
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

    /// <summary>Whether an exception means that the directory can't be used.</summary>
    private static bool IsFailure(Exception exception) =>
        exception is DirectoryException or TimeoutException or DirectorySetupException or DllNotFoundException or TypeInitializationException;

    /// <exception cref="DirectoryUnavailableException">The last try failed a short time ago.</exception>
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
                // The server closes connections that were idle, and the controller may have been restarted: once more, over a new one.
                CloseIdle();
                Volatile.Write(ref _model, null);
            }
        }

        var connection = await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await SearchAsync(connection, search, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a connection: the first finds out about the directory, and others are opened like it.</summary>
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
            // Whoever waits for this connection does not try as well. Later, another controller may be there.
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

    /// <summary>Keeps a connection for the next search.</summary>
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
            // The server answered, with a refusal: the connection is good.
            Keep(connection);
            throw;
        }
        catch (LdapException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Runs a blocking call on a thread of its own, as neither the platform's bind nor its search can be canceled. The caller goes
    /// on after the timeout or on cancellation; the call then ends by itself.</summary>
    /// <param name="call">The call.</param>
    /// <param name="onLateEnd">What to do when a call ends that nobody waits for any more.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TimeoutException">It took too long.</exception>
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
        // Reading the exception marks it as observed.
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
