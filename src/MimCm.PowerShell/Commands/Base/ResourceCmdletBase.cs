using System.ComponentModel;
using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base class of the cmdlets that read smart cards, profiles, certificates and operations: those of the current user, or those that belong
/// to each input object.</summary>
/// <typeparam name="T">The type of the objects that the cmdlet reads.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ResourceCmdletBase<T> : BatchCmdletBase<IReadOnlyList<T>>
    where T : class
{
    private readonly HashSet<(MimCmClient Client, Guid Id)> _read = [];
    private RecentItems<RecentResource>? _recentResources;

    /// <summary>The maximum number of objects that are read at once.</summary>
    [Parameter]
    [ValidateRange(1, 64)]
    public int ThrottleLimit { get; set; } = 1;

    /// <inheritdoc/>
    protected override int MaxConcurrency => ThrottleLimit;

    private protected override string Activity => Strings.ReadActivity;

    private protected override void WriteResult(Operation operation, IReadOnlyList<T> result)
    {
        foreach (var item in result)
            WriteItem(item);
    }

    /// <summary>Reads the objects that belong to each identifier, from the server that the input object came from. Each identifier is read only
    /// once.</summary>
    /// <param name="ids">The bound value of a parameter with <see cref="ResourceIdTransformationAttribute"/>.</param>
    /// <param name="read">Reads the objects that belong to one identifier.</param>
    private protected void EnqueueIds(Guid[] ids, Func<MimCmClient, Guid, CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        for (var i = 0; i < ids.Length; i++)
            EnqueueId(ids[i], GetClient(IdOrigins.GetSession(ids, i), ids[i]), read);
    }

    /// <summary>Reads the objects that belong to an identifier, unless they have been read.</summary>
    private protected void EnqueueId(Guid id, MimCmClient client, Func<MimCmClient, Guid, CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        if (!_read.Add((client, id)))
            return;

        AddInput(1);
        Enqueue(id, client, (caller, token) => read(caller, id, token));
    }

    /// <summary>Writes a list while it arrives.</summary>
    /// <param name="path">The path of the list below the root of the API, for error messages.</param>
    /// <param name="open">Opens the list.</param>
    private protected void WriteList(string path, Func<MimCmClient, CancellationToken, IAsyncEnumerable<T>> open)
    {
        var client = GetClient(origin: null, target: null);
        var uri = new Uri(client.BaseAddress, path);
        StartReadingProfileTemplates(client);
        var list = open(client, StopToken).GetAsyncEnumerator(StopToken);
        try
        {
            while (TryMoveNext(list, client, uri))
                WriteItem(list.Current);
        }
        finally
        {
            CloseStream(list);
        }
    }

    /// <summary>Collects the items of a list.</summary>
    private protected static async Task<IReadOnlyList<T>> ToListAsync(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items.ConfigureAwait(false))
            list.Add(item);

        return list;
    }

    /// <summary>Writes an object, and stores the properties that completion needs.</summary>
    private void WriteItem(T item)
    {
        if (RecentResource.From(item) is { } resource)
            (_recentResources ??= RunspaceState.Current.RecentResources).Add(resource);

        WriteObject(item);
    }

    private bool TryMoveNext(IAsyncEnumerator<T> list, MimCmClient client, Uri uri)
    {
        if (TryCall(client, uri, () => MoveNext(list), out var isMore, out var error))
            return isMore;

        WriteError(error);
        return false;
    }
}
