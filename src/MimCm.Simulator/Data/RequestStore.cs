using System.Collections.Concurrent;

namespace MimCm.Simulator.Data;

/// <summary>The requests of the server: the generated ones, and over them what has been changed or added.</summary>
internal sealed class RequestStore : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SqliteStateFile? _file;
    private readonly IReadOnlyList<Guid> _known;
    private readonly IReadOnlyList<StoredRequest>? _explicit;
    private volatile Contents _contents;
    private volatile Tally? _tally;
    private long _revision;

    /// <param name="count">How many requests to generate.</param>
    /// <param name="seed">The seed to generate them from.</param>
    /// <param name="knownUsers">Users that own requests.</param>
    /// <param name="explicitRequests">Requests to hold after the generated ones.</param>
    /// <param name="file">The file to keep them in; what it already has takes precedence over the other parameters.</param>
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

    /// <summary>Users that only explicit requests name.</summary>
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

    /// <summary>The requests that name a smart card or profile as their new or old one, the last changed at the end.</summary>
    public IReadOnlyList<StoredRequest> RequestsAbout(Guid id, bool isSmartcard) => _contents.RequestsAbout(id, isSmartcard);

    /// <summary>The id of the smart card with this CardID.</summary>
    public Guid? SmartcardOf(Guid cardId) => _contents.SmartcardOf(cardId);

    /// <summary>Lists requests while others change them: it is not a snapshot, as the server's list is none.</summary>
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

    /// <summary>The requests that were changed or added after a revision, the newest first.</summary>
    public IEnumerable<StoredRequest> ChangedAfter(long revision) =>
        _contents.Changed.Values.Where(changed => changed.Revision > revision).OrderByDescending(changed => changed.Revision)
            .Select(changed => changed.Request);

    /// <summary>The changed and added requests, the newest change first, then the others.</summary>
    public IEnumerable<StoredRequest> ChangedFirst()
    {
        var contents = _contents;
        return ChangedAfter(0).Concat(Enumerable.Range(0, contents.Count).Where(index => !contents.Changed.ContainsKey(index)).Select(contents.At));
    }

    /// <summary>How many requests have each status, and at which revision. They are counted only after a change.</summary>
    public (IReadOnlyDictionary<int, int> ByStatus, long Revision) CountByStatus()
    {
        // Read first, so that changes during the count are counted the next time.
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

    /// <summary>
    /// Replaces a request by the result of <paramref name="change"/>, one caller at a time. Returns null, and changes nothing, for an unknown
    /// id and where the result is null.
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

    /// <summary>Adds requests at the end of the list: all of them, or none where an id is taken. Returns the first such id.</summary>
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

    /// <summary>Adds a request with a generated id, the same for the same seed.</summary>
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

    /// <summary>The requests of one seed: a reset replaces it whole.</summary>
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

        /// <summary>Remembers the smart cards and profiles of a request whose ids do not lead to it.</summary>
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
