namespace MimCm.Requests;

/// <summary>The open requests of each client. They are read once, and searched for a request that makes a creation unnecessary.</summary>
internal sealed class OpenRequestIndex
{
    private readonly Dictionary<(Uri Server, bool ForCurrentUser), Task<ILookup<Guid, Request>>> _lists = [];
    private readonly HashSet<(Uri, CreationKey)> _asked = [];

    /// <summary>Records a requested creation. Returns false if the same creation was requested before.</summary>
    public bool TryAdd(MimCmClient client, NewRequest request) => _asked.Add((client.BaseAddress, CreationKey.Of(request)));

    /// <summary>Finds an open request of the same kind, user and template or smart card.</summary>
    /// <returns>The identifier of the request; null if there is none.</returns>
    /// <exception cref="MimCmException">The open requests could not be read.</exception>
    public async Task<Guid?> FindAsync(MimCmClient client, NewRequest request, CancellationToken cancellationToken)
    {
        // A missing target means the current user. Only the server knows which requests are for that user.
        var ofCurrentUser = request.TargetUserUuid is null && request.SmartcardUuid is null;
        if (!_lists.TryGetValue((client.BaseAddress, ofCurrentUser), out var list))
            _lists[(client.BaseAddress, ofCurrentUser)] = list = ReadAsync(client, ofCurrentUser, cancellationToken);

        var subject = request.SmartcardUuid ?? request.ProfileTemplateUuid!.Value;
        return (await list.ConfigureAwait(false))[subject].FirstOrDefault(CreationKey.Of(request).Matches)?.Uuid;
    }

    private static async Task<ILookup<Guid, Request>> ReadAsync(MimCmClient client, bool ofCurrentUser, CancellationToken cancellationToken)
    {
        var open = new List<Request>();
        var query = new RequestQuery { Statuses = [.. RequestStatusExtensions.OpenStatuses], ForCurrentUser = ofCurrentUser };
        await foreach (var request in client.GetRequestsAsync(query, cancellationToken).ConfigureAwait(false))
            open.Add(request);

        return open.SelectMany(GetSubjects).ToLookup(one => one.Subject, one => one.Request);
    }

    /// <summary>The properties by which an open request is matched with a request to create.</summary>
    private static IEnumerable<(Guid Subject, Request Request)> GetSubjects(Request request) =>
        new[] { request.ProfileTemplateUuid, request.OldSmartcardUuid, request.NewSmartcardUuid }.OfType<Guid>().Distinct().Select(id => (id, request));
}
