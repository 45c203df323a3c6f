namespace MimCm.Simulator.Data;

/// <summary> Generates requests. Each request is computed from the seed and its index when it is needed, so that a million requests need no memory.
/// The first two are Microsoft's examples, and explicit requests are last.
/// </summary>
internal sealed class RequestGenerator
{
    private static readonly StoredRequest[] First = [ExampleRequests.Enroll, ExampleRequests.Unblock];

    private static readonly (RequestStatus, int)[] Statuses =
    [
        (RequestStatus.Completed, 48), (RequestStatus.Approved, 20), (RequestStatus.Pending, 11), (RequestStatus.Canceled, 7),
        (RequestStatus.Failed, 6), (RequestStatus.Denied, 5), (RequestStatus.Executing, 3),
    ];

    private static readonly (RequestType, int)[] Types =
    [
        (RequestType.Enroll, 440), (RequestType.Renew, 210), (RequestType.Unblock, 90), (RequestType.OnlineUpdate, 60),
        (RequestType.Retire, 50), (RequestType.Disable, 45), (RequestType.Recover, 30), (RequestType.Duplicate, 25),
        (RequestType.SuspendOrReinstate, 20), (RequestType.TemporaryCardEnroll, 15), (RequestType.RecoverOnBehalf, 10),
        ((RequestType)12, 2), ((RequestType)13, 2), ((RequestType)14, 1),
    ];

    private static readonly string[] Comments =
    [
        "Replacement for a lost card", "Requested by the help desk", "New starter", "Renewal, certificate expires soon",
        "Karte für Jürgen Groß, Gebäude C", "Déjà demandé en février", "新しいカードの申請", "Карта утеряна",
        "Said \"as soon as possible\" on the phone", "C:\\Temp\\export.csv, row 17", "First line\r\nSecond line\ttabbed",
        "<b>not bold</b> & 5 > 3; it's 'quoted'", "Ticket 🎫 4711", "{\"Uuid\":\"00000000-0000-0000-0000-000000000000\"}",
        "a, b; c | d", "]}", "Ends in a backslash \\", "Zero\u200bwidth and e\u0301 combining",
    ];

    private static readonly (string Name, string[] Values)[] Items =
    [
        ("Request Reason", ["Lost", "Stolen", "Broken", "New hire", "Größenänderung"]),
        ("Cost Center", ["4711", "0815", "CC-\"special\""]),
        ("Badge Number", ["000123", "998-1", ""]),
        ("Kostenstelle/Büro", ["Zürich", "Łódź", "東京"]),
    ];

    private readonly int _seed;
    private readonly StoredRequest[] _explicit;
    private readonly Dictionary<Guid, int> _explicitIds = [];
    private readonly ulong _key;
    private readonly ulong _check;
    private readonly ulong[] _slotKeys;
    private readonly Guid[] _users;
    private readonly Guid[] _managers;
    private readonly (Guid Id, bool IsSmartcard)[] _templates;
    private readonly string[] _descriptors;

    /// <param name="count">The number of requests to generate. It always includes the two examples, unless it is 0 and there are explicit
    /// requests.</param>
    /// <param name="seed">The seed of the generator. The same seed generates the same requests.</param>
    /// <param name="known">Users that own requests: the current user first, then the users in the options.</param>
    /// <param name="explicitRequests">Requests after the generated ones. A request without an id gets one from its position.</param>
    /// <exception cref="ArgumentException">The id of an explicit request is in use.</exception>
    public RequestGenerator(int count, int seed, IEnumerable<Guid> known, IReadOnlyList<StoredRequest>? explicitRequests = null)
    {
        GeneratedCount = count == 0 && explicitRequests is not null ? 0 : Math.Max(count, First.Length);
        _seed = seed;
        var random = SplitMix64.Create(seed, 0, RandomStream.Id);
        _key = random.Next();
        _check = random.Next();
        _slotKeys = [random.Next(), random.Next(), random.Next(), random.Next()];

        random = SplitMix64.Create(seed, 0, RandomStream.Users);
        _users = [.. known.Distinct()];
        var named = _users.Length;
        Array.Resize(ref _users, named + 300);
        for (var i = named; i < _users.Length; i++)
            _users[i] = random.Guid();
        _managers = [random.Guid(), random.Guid(), random.Guid(), random.Guid()];
        _templates =
        [
            (ExampleRequests.ProfileTemplate, true), (random.Guid(), true), (random.Guid(), true), (random.Guid(), false), (random.Guid(), false),
        ];
        _descriptors = [ExampleRequests.EnrollDescriptor, ExampleRequests.UnblockDescriptor, .. Descriptors(ref random, 14)];

        _explicit = [.. (explicitRequests ?? []).Select((request, place) => request.Uuid == Guid.Empty
            ? request with { Uuid = SplitMix64.Create(0, place, RandomStream.ExplicitIds).Guid() }
            : request)];
        for (var place = 0; place < _explicit.Length; place++)
        {
            var id = _explicit[place].Uuid;
            if (IndexOf(id) >= 0)
            {
                throw new ArgumentException(_explicitIds.ContainsKey(id)
                    ? $"Two of the specified requests have the id {id}. Specify another id for one of them."
                    : $"The chosen request {id} is among the {GeneratedCount} that are made, too: give it another id, or make none (--requests 0).");
            }
            _explicitIds.Add(id, GeneratedCount + place);
        }
        ExplicitUsers =
        [
            .. _explicit.SelectMany(request => (Guid[])[request.TargetUserUuid, request.OriginatorUserUuid]).Where(id => id != Guid.Empty).Distinct(),
        ];
        ProfileTemplates = Data.ProfileTemplates.Create([.. _templates.Select(template => template.Id)], _explicit);
    }

    /// <summary>The number of generated requests. Explicit requests follow.</summary>
    public int GeneratedCount { get; }

    public int Count => GeneratedCount + _explicit.Length;

    public int Seed => _seed;

    public IReadOnlyList<Guid> Users => _users;

    /// <summary>Users that submit requests for others.</summary>
    public IReadOnlyList<Guid> Managers => _managers;

    /// <summary>Users that occur only in explicit requests.</summary>
    public IReadOnlyList<Guid> ExplicitUsers { get; }

    public IReadOnlyList<StoredProfileTemplate> ProfileTemplates { get; }

    /// <summary>The requests, with their indexes, that <see cref="IndexOfProfile"/> cannot compute from the ids of their profiles and smart
    /// cards.</summary>
    public IEnumerable<(int Index, StoredRequest Request)> RequestsWithForeignIds =>
        Enumerable.Range(0, Math.Min(First.Length, GeneratedCount)).Concat(Enumerable.Range(GeneratedCount, _explicit.Length))
            .Select(index => (index, At(index)));

    private Guid IdOf(int index)
    {
        if (index < First.Length)
            return First[index].Uuid;
        var high = SplitMix64.Mix((ulong)index ^ _key);
        return GuidEncoding.From(high, SplitMix64.Mix(high ^ _check));
    }

    /// <summary>Returns the index of an id, or -1.</summary>
    public int IndexOf(Guid id)
    {
        if (_explicitIds.TryGetValue(id, out var place))
            return place;
        if (GeneratedCount == 0)
            return -1;
        var example = Array.FindIndex(First, r => r.Uuid == id);
        if (example >= 0)
            return example;
        var index = SplitMix64.Unmix(GuidEncoding.High(id)) ^ _key;
        return index >= (ulong)First.Length && index < (ulong)GeneratedCount && IdOf((int)index) == id ? (int)index : -1;
    }

    /// <summary>Returns the index of the generated request that has this profile or smart card as its new or old one, or -1.</summary>
    public int IndexOfProfile(Guid id, bool isSmartcard)
    {
        ProfileSlot[] slots = isSmartcard ? [ProfileSlot.NewSmartcard, ProfileSlot.OldSmartcard] : [ProfileSlot.NewProfile, ProfileSlot.OldProfile];
        foreach (var slot in slots)
        {
            var index = SplitMix64.Unmix(GuidEncoding.High(id)) ^ _slotKeys[(int)slot];
            if (index >= (ulong)First.Length && index < (ulong)GeneratedCount && ProfileId((int)index, slot) == id)
                return (int)index;
        }
        return -1;
    }

    /// <summary>Returns the id of the generated smart card that begins with these 64 bits.</summary>
    public Guid? SmartcardWithHigh(ulong high)
    {
        var id = GuidEncoding.From(high, SplitMix64.Mix(high ^ _check));
        var index = IndexOfProfile(id, isSmartcard: true);
        return index < 0 ? null : id;
    }

    /// <summary>Returns an id from which the index of its request can be computed, so that a million smart cards need no table.</summary>
    private Guid ProfileId(int index, ProfileSlot slot)
    {
        var high = SplitMix64.Mix((ulong)index ^ _slotKeys[(int)slot]);
        return GuidEncoding.From(high, SplitMix64.Mix(high ^ _check));
    }

    public int StatusOf(int index)
    {
        if (index >= GeneratedCount)
            return _explicit[index - GeneratedCount].Status;
        if (index < First.Length)
            return First[index].Status;
        var random = SplitMix64.Create(_seed, index, RandomStream.Status);
        return (int)random.PickWeighted(Statuses, 100);
    }

    public Guid TargetOf(int index)
    {
        if (index >= GeneratedCount)
            return _explicit[index - GeneratedCount].TargetUserUuid;
        if (index < First.Length)
            return First[index].TargetUserUuid;
        var random = SplitMix64.Create(_seed, index, RandomStream.Target);
        return random.Chance(20) ? _users[0] : random.Pick(_users);
    }

    public StoredRequest At(int index)
    {
        if (index >= GeneratedCount)
            return _explicit[index - GeneratedCount];
        if (index < First.Length)
            return First[index];

        var random = SplitMix64.Create(_seed, index, RandomStream.Content);
        var status = (RequestStatus)StatusOf(index);
        var target = TargetOf(index);
        var type = random.PickWeighted(Types, 1000);
        var (template, isSmartcard) = type is RequestType.Unblock or RequestType.TemporaryCardEnroll
            ? _templates[random.Below(3)]
            : random.Pick(_templates);
        var isAgent = random.Chance(10);
        var flags = (isSmartcard ? 2 : 0) | (isAgent ? 1 : 0);
        if (isSmartcard && random.Chance(6))
            flags |= random.Chance(500) ? 0x100 : 0x20100;

        var submitted = SqlDateTime.Round(SqlDateTime.SeededNow.AddSeconds(-random.Below(3 * 365 * 24 * 3600)).AddMilliseconds(-random.Below(1000)));
        var completed = status == RequestStatus.Completed
            ? SqlDateTime.Round(submitted.AddMilliseconds(20_000 + random.Below(random.Chance(800) ? 300_000 : 400_000_000)))
            : (DateTime?)null;

        var hasOld = !type.IsFirstEnrollment();
        var keeps = type.KeepsProfile();
        var oldProfile = hasOld ? NextProfileId(ref random, ProfileSlot.OldProfile) : Guid.Empty;
        var oldCard = hasOld && isSmartcard ? NextProfileId(ref random, ProfileSlot.OldSmartcard) : Guid.Empty;
        var isBuilt = status is RequestStatus.Completed or RequestStatus.Executing;
        var newProfile = keeps ? oldProfile : isBuilt ? NextProfileId(ref random, ProfileSlot.NewProfile) : Guid.Empty;
        var newCard = keeps ? oldCard : isBuilt && isSmartcard ? NextProfileId(ref random, ProfileSlot.NewSmartcard) : Guid.Empty;

        var items = DataItems(ref random, status);
        return new StoredRequest
        {
            Uuid = IdOf(index),
            RequestType = (int)type,
            Status = (int)status,
            Flags = flags,
            DataCollection = items,
            DataCollectionFlags = random.Chance(950) ? 32 : random.Pick([0, 16, 48]),
            OriginatorUserUuid = random.Chance(700) ? target : random.Pick(_managers),
            TargetUserUuid = target,
            Submitted = submitted,
            Completed = completed,
            NewProfileUuid = newProfile,
            OldProfileUuid = oldProfile,
            NewSmartcardUuid = newCard,
            OldSmartcardUuid = oldCard,
            Priority = random.Chance(850) ? (byte)0 : random.Chance(900) ? (byte)random.Below(10) : (byte)255,
            Comment = random.Chance(650) ? "" : random.Pick(Comments),
            ProfileTemplateUuid = template,
            SecurityDescriptor = random.Pick(_descriptors),
            IsSmartcard = isSmartcard,
            IsEnrollmentAgent = isAgent,
            IsDataCollectionComplete = items.Length > 0 && items.All(i => i.Value is not null),
        };

        Guid NextProfileId(ref SplitMix64 stream, ProfileSlot slot)
        {
            // Each id uses two numbers of the stream, as in earlier versions, so that the values after it stay the same for a seed.
            _ = stream.Guid();
            return ProfileId(index, slot);
        }
    }

    private static StoredItem[] DataItems(ref SplitMix64 random, RequestStatus status)
    {
        if (!random.Chance(220))
            return [];
        var answered = status is not (RequestStatus.Pending or RequestStatus.Approved) || random.Chance(300);
        var items = new StoredItem[1 + random.Below(3)];
        for (var i = 0; i < items.Length; i++)
        {
            var (name, values) = Items[(i + random.Below(2)) % Items.Length];
            items[i] = new StoredItem(name, answered ? random.Pick(values) : null);
        }
        return items;
    }

    private static string[] Descriptors(ref SplitMix64 random, int count)
    {
        var result = new string[count];
        for (var i = 0; i < count; i++)
        {
            var domain = $"S-1-5-21-{random.Below(int.MaxValue)}-{random.Below(int.MaxValue)}-{random.Below(int.MaxValue)}";
            var owner = $"{domain}-{1000 + random.Below(90000)}";
            var agents = $"{domain}-{1000 + random.Below(90000)}";
            var aces = new List<string> { $"(D;;LC;;;{agents})" };
            for (var group = random.Below(4); group > 0; group--)
                aces.Add($"(A;;DCSW;;;{domain}-{1000 + random.Below(90000)})");
            aces.AddRange(
            [
                $"(A;;SWRC;;;{domain}-{1000 + random.Below(90000)})", "(A;;RC;;;WD)", $"(A;;CCDCLCSWSDRC;;;{owner})",
                $"(A;;DCSW;;;{agents})", $"(A;;CCDCSW;;;{agents})",
            ]);
            result[i] = SecurityDescriptors.Build(owner, [.. aces]);
        }
        return result;
    }
}
