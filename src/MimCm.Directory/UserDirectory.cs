using System.DirectoryServices.Protocols;
using MimCm.DirectoryServices.Text;

namespace MimCm.DirectoryServices;

/// <summary>Looks up user accounts in Active Directory. It may be used by several threads; searches are made one after the other over
/// one connection, which is opened when it is first needed. A directory that does not answer is left alone for a while.</summary>
internal sealed class UserDirectory : IDisposable
{
    /// <summary>How many objectGUIDs one search asks for: fewer cost round trips, more are no faster.</summary>
    public const int MaxIdsPerSearch = 100;

    // Result codes of LDAP (RFC 4511, A.1) and of its client libraries.
    private const int InvalidCredentials = 49;
    private const int LdapTimeout = 85;

    private readonly DirectoryOptions _options;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private DirectoryConnection? _connection;
    private DirectoryUnavailableException? _failure;
    private long _failedAt;
    private bool _isDisposed;

    public UserDirectory(DirectoryOptions options) => _options = options;

    /// <summary>Looks up accounts by objectGUID, in searches of up to <see cref="MaxIdsPerSearch"/> each.</summary>
    /// <returns>The accounts that were found, in the order of the ids.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not answer, or did not accept the caller.</exception>
    public async Task<IReadOnlyList<DirectoryUser>> FindByIdAsync(IEnumerable<Guid> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        var found = new Dictionary<Guid, DirectoryUser>();
        for (var start = 0; start < wanted.Count; start += MaxIdsPerSearch)
        {
            var batch = wanted.GetRange(start, Math.Min(MaxIdsPerSearch, wanted.Count - start));
            foreach (var user in await RunAsync(connection => connection.FindByIds(batch), cancellationToken).ConfigureAwait(false))
                found[user.Uuid] = user;
        }

        return [.. wanted.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>Looks up accounts by DOMAIN\sAMAccountName, user principal name or sAMAccountName.</summary>
    /// <returns>All that have this name; empty when none has.</returns>
    /// <exception cref="DirectoryUnavailableException">The directory did not answer, or did not accept the caller.</exception>
    public Task<IReadOnlyList<DirectoryUser>> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        RunAsync(connection => connection.FindByName(name), cancellationToken);

    public void Dispose()
    {
        _isDisposed = true;

        // A search that is under way closes its connection when it ends.
        if (_gate.Wait(0))
        {
            _connection?.Dispose();
            _connection = null;
            _gate.Release();
        }
    }

    private async Task<IReadOnlyList<DirectoryUser>> RunAsync(Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search,
        CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(UserDirectory));

            ThrowIfUnavailable();
            return await SearchAgainAsync(search, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DirectoryException or TimeoutException or DirectorySetupException or DllNotFoundException or TypeInitializationException)
        {
            _failedAt = _options.TimeProvider.GetTimestamp();
            _failure = new DirectoryUnavailableException(Describe(e), _options.Server, isRepeated: false, e);
            throw _failure;
        }
        finally
        {
            if (_isDisposed)
            {
                _connection?.Dispose();
                _connection = null;
            }

            _gate.Release();
        }
    }

    /// <exception cref="DirectoryUnavailableException">The last try failed a short time ago.</exception>
    private void ThrowIfUnavailable()
    {
        if (_failure is null)
            return;

        if (_options.TimeProvider.GetElapsedTime(_failedAt) < _options.RetryDelay)
            throw new DirectoryUnavailableException(_failure.Message, _failure.Server, isRepeated: true, _failure.InnerException);

        _failure = null;
    }

    private async Task<IReadOnlyList<DirectoryUser>> SearchAgainAsync(
        Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search, CancellationToken cancellationToken)
    {
        var isReused = _connection is not null;
        try
        {
            return await SearchAsync(search, cancellationToken).ConfigureAwait(false);
        }
        catch (LdapException) when (isReused)
        {
            // The server closes connections that were idle, and the controller may have been restarted: once more, over a new one.
            return await SearchAsync(search, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IReadOnlyList<DirectoryUser>> SearchAsync(Func<DirectoryConnection, IReadOnlyList<DirectoryUser>> search,
        CancellationToken cancellationToken)
    {
        var connection = _connection ?? await RunOnThreadAsync(() => DirectoryConnection.Open(_options), CloseLate, cancellationToken).ConfigureAwait(false);
        _connection = null;
        var isIntact = false;
        try
        {
            var users = await RunOnThreadAsync(() => search(connection), late => CloseLate(connection, late), cancellationToken).ConfigureAwait(false);
            isIntact = true;
            return users;
        }
        catch (DirectoryOperationException)
        {
            // The server answered, with a refusal: the connection is good.
            isIntact = true;
            throw;
        }
        catch (LdapException)
        {
            connection.Dispose();
            throw;
        }
        finally
        {
            if (isIntact)
                _connection = connection;
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
        var work = Task.Factory.StartNew(call, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach,
            TaskScheduler.Default);
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
