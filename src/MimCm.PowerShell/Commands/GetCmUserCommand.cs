using System.Management.Automation;
using MimCm.PowerShell.Completion;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmUser: reads the Active Directory accounts of users, by objectGUID or by name.</summary>
[Cmdlet(VerbsCommon.Get, "CmUser", DefaultParameterSetName = IdSet, HelpUri = HelpPages.Folder + "Get-CmUser.md")]
[OutputType(typeof(User))]
public sealed class GetCmUserCommand : SessionCmdletBase
{
    private const string IdSet = "Id";
    private const string NameSet = "Name";
    private const int MaxBatch = 100;

    private readonly List<Guid> _pending = [];
    private readonly Dictionary<Guid, User?> _users = [];
    private bool _hasFailed;

    /// <summary>The objectGUIDs of the users.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = IdSet, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias(nameof(Request.TargetUserUuid), nameof(Request.OriginatorUserUuid), "AssignedUserUuid")]
    [ValidateNotNullOrEmpty]
    [ValidateNotEmptyGuid]
    [UserIdTransformation]
    [ArgumentCompleter(typeof(UserIdCompleter))]
    public Guid[] Id { get; set; } = [];

    /// <summary>The names of the users: DOMAIN\sAMAccountName, user principal names or sAMAccountNames.</summary>
    [Parameter(Mandatory = true, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (ParameterSetName == NameSet)
        {
            foreach (var name in Name)
                WriteByName(name);

            return;
        }

        foreach (var id in Id)
        {
            _pending.Add(id);
            if (_pending.Count(IsUnknown) == MaxBatch)
                WritePending();
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => WritePending();

    private bool IsUnknown(Guid id) => !_users.ContainsKey(id);

    private void WriteByName(string name)
    {
        var names = GetNames(name);
        var users = TryLookUp(() => AwaitTask(StartTask(token => names.FindUsersAsync(name, token))));
        if (users is null)
            return;

        WriteObject(users, enumerateCollection: true);
        if (users.Count == 0)
            WriteError(new NameLookupException(NameLookupError.NotFound, Strings.UserNameNotFound.With(name), name).ToErrorRecord());
    }

    /// <summary>Looks up the pending users, and writes one object for each id.</summary>
    private void WritePending()
    {
        var unknown = _pending.Where(IsUnknown).Distinct().ToList();
        if (unknown.Count > 0)
        {
            var names = GetNames(unknown[0]);
            if (TryLookUp(() => AwaitTask(StartTask(token => names.FindUsersAsync(unknown, token)))) is { } found)
            {
                foreach (var id in unknown)
                    _users[id] = found.FirstOrDefault(user => user.Uuid == id);
            }
        }

        foreach (var id in _pending)
        {
            if (!_users.TryGetValue(id, out var user))
                continue;

            if (user is not null)
                WriteObject(user);
            else
                WriteError(new NameLookupException(NameLookupError.UserNotFound, Strings.UserNotFound.With(id), id).ToErrorRecord());
        }

        _pending.Clear();
    }

    /// <summary>Performs a lookup. If the directory does not respond, one error is written.</summary>
    private IReadOnlyList<User>? TryLookUp(Func<IReadOnlyList<User>> lookUp)
    {
        ErrorRecord error;
        try
        {
            return lookUp();
        }
        catch (NameLookupException e)
        {
            error = e.ToErrorRecord();
        }

        if (!_hasFailed)
            WriteError(error);

        _hasFailed = true;
        return null;
    }
}
