using System.Collections.Concurrent;

namespace MimCm.Simulator.Data;

/// <summary>The requests of the server: the generated requests, overlaid with changed and added requests.</summary>
internal sealed class RequestStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteStateFile? _file;
    private readonly IReadOnlyList<Guid> _known;
    private readonly IReadOnlyList<StoredRequest>? _explicit;
    private volatile Contents _contents;
    private volatile Tally? _tally;
    private long _revision;

    /// <param name="count">The number of requests to generate.</param>
    /// <param name="seed">The seed of the generator.</param>
    /// <param name="knownUsers">Users that own requests.</param>
    /// <param name="explicitRequests">Requests after the generated ones.</param>
    /// <param name="file">The state file. Its content takes precedence over the other parameters.</param>
    public RequestStore(int count, int seed, IEnumerable<Guid> knownUsers, IReadOnlyList<StoredRequest>? explicitRequests = null, SqliteStateFile? file = null)
    {
        _file = file;
        (_known, _explicit) = ([.. knownUsers], explicitRequests);
        var seedParameters = file?.SeedParameters;
        if (seedParameters is not null)
            (count, seed, _known, _explicit) = (seedParameters.Count, seedParameters.Seed, seedParameters.Users, seedParameters.ExplicitRequests);
        try
        {
            _contents = new Contents(new RequestGenerator(count, seed, _known, _explicit));
        }
        catch
        {
            file?.Dispose();
            throw;
        }
        if (seedParameters is null)
            file?.Initialize(new(count, seed, _known, _explicit));
        foreach (var (index, request) in file?.Read() ?? [])
        {
            if (index < _contents.Seeded.Count)
                _contents.Set(index, request, ++_revision);
            else
                _contents.Add(request, ++_revision);
        }
    }

    public int Count => _contents.Count;

    public int Seed => _contents.Seeded.Seed;

    public int ChangedCount => _contents.Changed.Count;

    public IReadOnlyList<Guid> Users => _contents.Seeded.Users;

    /// <summary>Users that occur only in explicit requests.</summary>
    public IReadOnlyList<Guid> ExplicitUsers => _contents.Seeded.ExplicitUsers;

    public IReadOnlyList<Guid> Managers => _contents.Seeded.Managers;

    public IReadOnlyList<StoredProfileTemplate> ProfileTemplates => _contents.Seeded.ProfileTemplates;

    /// <summary>Whether Microsoft's example requests are among the generated ones.</summary>
    public bool HasExamples => _contents.Seeded.GeneratedCount > 0;

    public void Reset(int? count, int? seed)
    {
        lock (_gate)
        {
            var old = _contents.Seeded;
            var seeded = new RequestGenerator(count ?? old.GeneratedCount, seed ?? old.Seed, _known, _explicit);
            _file?.Initialize(new(seeded.GeneratedCount, seeded.Seed, _known, _explicit));
            _contents = new Contents(seeded);
            Interlocked.Increment(ref _revision);
        }
    }

    public StoredRequest? Find(Guid id)
    {
        var contents = _contents;
        var index = contents.IndexOf(id);
        return index < 0 ? null : contents.At(index);
    }

    /// <summary>Returns the requests that have a smart card or profile as their new or old one. The last changed request is last.</summary>
    public IReadOnlyList<StoredRequest> RequestsAbout(Guid id, bool isSmartcard) => _contents.RequestsAbout(id, isSmartcard);

    /// <summary>Returns the id of the smart card with this CardID.</summary>
    public Guid? SmartcardOf(Guid cardId) => _contents.SmartcardOf(cardId);

    /// <summary>Lists requests while others can change them. Like the list of the server, it is not a snapshot.</summary>
    public IEnumerable<StoredRequest> List(int? status = null, Guid? target = null)
    {
        var contents = _contents;
        for (var index = 0; index < contents.Count; index++)
        {
            if (contents.Changed.TryGetValue(index, out var changed))
            {
                var request = changed.Request;
                if ((status is null || request.Status == status) && (target is null || request.TargetUserUuid == target))
                    yield return request;
            }
            else if ((status is null || contents.Seeded.StatusOf(index) == status)
                && (target is null || contents.Seeded.TargetOf(index) == target))
            {
                yield return contents.Seeded.At(index);
            }
        }
    }

    /// <summary>Returns the requests that were changed or added after a revision, newest first.</summary>
    public IEnumerable<StoredRequest> ChangedAfter(long revision) =>
        _contents.Changed.Values.Where(changed => changed.Revision > revision).OrderByDescending(changed => changed.Revision)
            .Select(changed => changed.Request);

    /// <summary>Returns the changed and added requests, newest change first, and then the other requests.</summary>
    public IEnumerable<StoredRequest> ChangedFirst()
    {
        var contents = _contents;
        return ChangedAfter(0).Concat(Enumerable.Range(0, contents.Count).Where(index => !contents.Changed.ContainsKey(index)).Select(contents.At));
    }

    /// <summary>Returns the number of requests with each status, and the revision of these numbers. They are counted again only after a
    /// change.</summary>
    public (IReadOnlyDictionary<int, int> ByStatus, long Revision) CountByStatus()
    {
        // The revision is read first, so that changes during the count cause another count.
        var revision = Interlocked.Read(ref _revision);
        if (_tally is { } tally && tally.Revision == revision)
            return (tally.ByStatus, revision);
        var contents = _contents;
        var counts = new SortedDictionary<int, int>();
        for (var index = 0; index < contents.Count; index++)
        {
            var status = contents.Changed.TryGetValue(index, out var changed) ? changed.Request.Status : contents.Seeded.StatusOf(index);
            counts[status] = counts.GetValueOrDefault(status) + 1;
        }
        _tally = new(counts, revision);
        return (counts, revision);
    }

    /// <summary> Replaces a request with the result of <paramref name="change"/>, one caller at a time. If the id is unknown or the result is null,
    /// nothing is changed and the method returns null.
    /// </summary>
    public StoredRequest? Change(Guid id, Func<StoredRequest, StoredRequest?> change)
    {
        lock (_gate)
        {
            var index = _contents.IndexOf(id);
            if (index < 0 || change(_contents.At(index)) is not { } changed)
                return null;
            _contents.Set(index, changed, _revision + 1);
            Interlocked.Increment(ref _revision);
            Save(index, changed);
            return changed;
        }
    }

    /// <summary>Adds requests at the end of the list. If an id is already in use, adds none and returns the first such id.</summary>
    public Guid? Add(IReadOnlyList<StoredRequest> requests)
    {
        lock (_gate)
        {
            var ids = new HashSet<Guid>();
            foreach (var request in requests)
            {
                if (!ids.Add(request.Uuid) || _contents.IndexOf(request.Uuid) >= 0)
                    return request.Uuid;
            }
            foreach (var request in requests)
                Append(request);
            return null;
        }
    }

    /// <summary>Adds a request with a generated id. The same seed generates the same id.</summary>
    public StoredRequest Create(StoredRequest request)
    {
        lock (_gate)
        {
            request = request with { Uuid = SplitMix64.Create(Seed, Count, RandomStream.Created).Guid() };
            Append(request);
            return request;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Append(StoredRequest request)
    {
        var index = _contents.Add(request, _revision + 1);
        Interlocked.Increment(ref _revision);
        Save(index, request);
    }

    private void Save(int index, StoredRequest request) => _file?.Save(index, request);

    private sealed record Tally(IReadOnlyDictionary<int, int> ByStatus, long Revision);

    private sealed record ChangedRequest(StoredRequest Request, long Revision);

    /// <summary>The requests of one seed. A reset replaces this object.</summary>
    private sealed class Contents
    {
        private readonly ConcurrentDictionary<Guid, int> _added = new();
        private readonly ConcurrentDictionary<Guid, int[]> _profiles = new();
        private readonly ConcurrentDictionary<Guid, Guid> _cardIds = new();
        private volatile int _count;

        public Contents(RequestGenerator seeded)
        {
            Seeded = seeded;
            _count = seeded.Count;
            foreach (var (index, request) in seeded.RequestsWithForeignIds)
                IndexProfiles(index, request);
        }

        public RequestGenerator Seeded { get; }

        public ConcurrentDictionary<int, ChangedRequest> Changed { get; } = new();

        public int Count => _count;

        public int IndexOf(Guid id) => _added.TryGetValue(id, out var index) ? index : Seeded.IndexOf(id);

        public StoredRequest At(int index) => Changed.TryGetValue(index, out var changed) ? changed.Request : Seeded.At(index);

        public void Set(int index, StoredRequest request, long revision)
        {
            Changed[index] = new(request, revision);
            IndexProfiles(index, request);
        }

        public int Add(StoredRequest request, long revision)
        {
            var index = _count;
            Set(index, request, revision);
            _added[request.Uuid] = index;
            _count = index + 1;
            return index;
        }

        public IReadOnlyList<StoredRequest> RequestsAbout(Guid id, bool isSmartcard)
        {
            var generated = Seeded.IndexOfProfile(id, isSmartcard);
            var found = new List<StoredRequest>();
            if (generated >= 0)
                AddIfAbout(generated);
            foreach (var index in _profiles.GetValueOrDefault(id) ?? [])
            {
                if (index != generated)
                    AddIfAbout(index);
            }
            return found;

            void AddIfAbout(int index)
            {
                var request = At(index);
                var (newId, oldId) = isSmartcard ? (request.NewSmartcardUuid, request.OldSmartcardUuid) : (request.NewProfileUuid, request.OldProfileUuid);
                if (newId == id || oldId == id)
                    found.Add(request);
            }
        }

        public Guid? SmartcardOf(Guid cardId)
        {
            if (_cardIds.TryGetValue(cardId, out var known))
                return known;
            return Seeded.SmartcardWithHigh(IssuedProfiles.SmartcardHighOf(cardId)) is { } id && IssuedProfiles.CardIdOf(id) == cardId ? id : null;
        }

        /// <summary>Adds the smart cards and profiles of a request to the index, if the request cannot be computed from their ids.</summary>
        private void IndexProfiles(int index, StoredRequest request)
        {
            Index(request.NewProfileUuid, isSmartcard: false);
            Index(request.OldProfileUuid, isSmartcard: false);
            Index(request.NewSmartcardUuid, isSmartcard: true);
            Index(request.OldSmartcardUuid, isSmartcard: true);

            void Index(Guid id, bool isSmartcard)
            {
                if (id == Guid.Empty)
                    return;
                var generated = Seeded.IndexOfProfile(id, isSmartcard);
                if (isSmartcard && request.CardId is { } cardId && id == request.NewSmartcardUuid)
                    _cardIds[cardId] = id;
                else if (isSmartcard && generated < 0)
                    _cardIds[IssuedProfiles.CardIdOf(id)] = id;
                if (generated != index)
                    _profiles.AddOrUpdate(id, [index], (_, indexes) => [.. indexes.Where(known => known != index), index]);
            }
        }
    }
}
