using System.ComponentModel;
using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands.Base;

/// <summary>Base of the cmdlets that read smart cards, profiles, certificates and operations: a list of the current user's own, or what belongs
/// to each input object.</summary>
/// <typeparam name="T">What the cmdlet reads.</typeparam>
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

    /// <summary>Reads what belongs to each identifier, at the server that its object came from. Each identifier is read once.</summary>
    /// <param name="ids">The bound value of a parameter with <see cref="ResourceIdTransformationAttribute"/>.</param>
    /// <param name="read">Reads what belongs to one identifier.</param>
    private protected void EnqueueIds(Guid[] ids, Func<MimCmClient, Guid, CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        for (var i = 0; i < ids.Length; i++)
            EnqueueId(ids[i], GetClient(ResourceIdTransformationAttribute.GetSession(ids, i), ids[i]), read);
    }

    /// <summary>Reads what belongs to an identifier, unless it has been read.</summary>
    private protected void EnqueueId(Guid id, MimCmClient client, Func<MimCmClient, Guid, CancellationToken, Task<IReadOnlyList<T>>> read)
    {
        if (!_read.Add((client, id)))
            return;

        AddInput(1);
        Enqueue(id, client, (caller, token) => read(caller, id, token));
    }

    /// <summary>Writes a list while it arrives.</summary>
    /// <param name="path">The path of the list behind the root of the API, for an error.</param>
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

    /// <summary>Writes an object, and keeps what completion needs of it.</summary>
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
