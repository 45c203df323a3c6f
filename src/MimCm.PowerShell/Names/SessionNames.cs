using MimCm.DirectoryServices;

namespace MimCm.PowerShell.Names;

/// <summary>The names that a session knows, and the lookup of new names. Thread-safe.</summary>
internal sealed class SessionNames : IDisposable
{
    private readonly MimCmClientOptions _options;
    private readonly string? _directoryServer;
    private readonly TimeProvider _timeProvider;
    private readonly object _gate = new();
    private IDisposable? _directory;
    private bool _isDisposed;

    /// <param name="options">The options of the session, which contain the identity.</param>
    /// <param name="directoryServer">The directory server with an optional port; null for the domain of the caller.</param>
    /// <param name="timeProvider">The clock.</param>
    public SessionNames(MimCmClientOptions options, string? directoryServer, TimeProvider timeProvider)
    {
        _options = options;
        _directoryServer = directoryServer;
        _timeProvider = timeProvider;
        Users = new NameCache(timeProvider);
        ProfileTemplates = new ProfileTemplateCache(timeProvider);
    }

    /// <summary>The profile templates that the server lists.</summary>
    public ProfileTemplateCache ProfileTemplates { get; }

    /// <summary>The cached names of users.</summary>
    public NameCache Users { get; }

    /// <summary>Looks up the unknown names of users, 100 in each search.</summary>
    /// <exception cref="NameLookupException">The directory did not respond.</exception>
    public async Task ResolveUsersAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var unknown = ids.Where(id => !Users.IsCurrent(id)).ToList();
        if (unknown.Count == 0)
            return;

        var found = await SearchAsync(unknown[0], directory => directory.FindByIdAsync(unknown, cancellationToken, namesOnly: true)).ConfigureAwait(false);
        SetNotFound(unknown, found);
    }

    /// <summary>Looks up users by objectGUID, 100 in each search. Users that are not found are omitted.</summary>
    /// <exception cref="NameLookupException">The directory did not respond.</exception>
    public async Task<IReadOnlyList<User>> FindUsersAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var users = await SearchAsync(ids.First(), directory => directory.FindByIdAsync(ids, cancellationToken)).ConfigureAwait(false);
        SetNotFound(ids, users);
        return users;
    }

    /// <summary>Looks up users by DOMAIN\sAMAccountName, user principal name or sAMAccountName.</summary>
    /// <exception cref="NameLookupException">The directory did not respond.</exception>
    public Task<IReadOnlyList<User>> FindUsersAsync(string name, CancellationToken cancellationToken) =>
        SearchAsync(name, directory => directory.FindByNameAsync(name, cancellationToken));

    /// <summary>Returns the user with this name.</summary>
    /// <exception cref="NameLookupException">No user or several users have this name, or the directory did not respond.</exception>
    public async Task<User> FindUserAsync(string name, CancellationToken cancellationToken)
    {
        var users = await FindUsersAsync(name, cancellationToken).ConfigureAwait(false);
        return users.Count switch
        {
            0 => throw new NameLookupException(NameLookupError.NotFound, Strings.UserNameNotFound.With(name), name),
            1 => users[0],
            _ => throw new NameLookupException(
                NameLookupError.Ambiguous,
                Strings.UserNameAmbiguous.With(name, string.Join("; ", users.Select(user => $"{user.Name} ({user.DistinguishedName})"))),
                name),
        };
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _directory?.Dispose();
        }

        ProfileTemplates.Dispose();
    }

    private void SetNotFound(IEnumerable<Guid> ids, IEnumerable<User> found)
    {
        foreach (var id in ids.Except(found.Select(user => user.Uuid)))
            Users.Set(id, name: null);
    }

    private async Task<IReadOnlyList<User>> SearchAsync(object target, Func<UserDirectory, Task<IReadOnlyList<DirectoryUser>>> search)
    {
        IReadOnlyList<DirectoryUser> found;
        try
        {
            found = await search(OpenDirectory()).ConfigureAwait(false);
        }
        catch (DirectoryUnavailableException e)
        {
            throw new NameLookupException(NameLookupError.DirectoryUnavailable, e.Message, target, e.InnerException);
        }

        var users = found.Select(user => new User(user.Uuid, user.Name, user.UserPrincipalName, user.DisplayName, user.Enabled,
            user.DistinguishedName)).ToList();
        foreach (var user in users)
            Users.Set(user.Uuid, user.Name);

        return users;
    }

    /// <summary>The directory of the session. It is called with the credential of the session, or with the identity of the caller if there is
    /// none.</summary>
    private UserDirectory OpenDirectory()
    {
        lock (_gate)
        {
            if (_isDisposed)
                throw new ObjectDisposedException(nameof(SessionNames));

            if (_directory is UserDirectory open)
                return open;

            var options = new DirectoryOptions { Credential = _options.Credential, TimeProvider = _timeProvider };
            if (_directoryServer is not null && DirectoryOptions.TryParseServer(_directoryServer, out var server, out var port))
            {
                options.Server = server;
                options.Port = port;
            }

            var directory = new UserDirectory(options);
            _directory = directory;
            return directory;
        }
    }
}
