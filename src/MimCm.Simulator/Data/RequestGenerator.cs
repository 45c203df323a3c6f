namespace MimCm.Simulator;

/// <summary>
/// Any number of requests, each computed from the seed and its index when it is asked for, so that a million cost no
/// memory. The first two are Microsoft's; the last are those that were chosen.
/// </summary>
internal sealed class SeededRequests
{
    private static readonly StoredRequest[] First = [Examples.Enroll, Examples.Unblock];

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
    private readonly StoredRequest[] _chosen;
    private readonly Dictionary<Guid, int> _chosenIds = [];
    private readonly ulong _key;
    private readonly ulong _check;
    private readonly Guid[] _users;
    private readonly Guid[] _managers;
    private readonly (Guid Id, bool IsSmartcard)[] _templates;
    private readonly string[] _descriptors;

    /// <param name="count">How many to make; the two examples come even where fewer are asked for, but for 0 beside chosen ones.</param>
    /// <param name="seed">Equal seeds, equal requests.</param>
    /// <param name="known">Users that shall own requests: the current user first, then those named by the options.</param>
    /// <param name="chosen">Requests to hold after those that are made; one without an id gets one by its place.</param>
    /// <exception cref="ArgumentException">An id of a chosen request is taken.</exception>
    public SeededRequests(int count, int seed, IEnumerable<Guid> known, IReadOnlyList<StoredRequest>? chosen = null)
    {
        Made = count == 0 && chosen is not null ? 0 : Math.Max(count, First.Length);
        _seed = seed;
        var draw = Draw.For(seed, 0, Purpose.Id);
        _key = draw.Next();
        _check = draw.Next();

        draw = Draw.For(seed, 0, Purpose.Users);
        _users = [.. known.Distinct()];
        var named = _users.Length;
        Array.Resize(ref _users, named + 300);
        for (var i = named; i < _users.Length; i++)
            _users[i] = draw.Guid();
        _managers = [draw.Guid(), draw.Guid(), draw.Guid(), draw.Guid()];
        _templates =
        [
            (Examples.ProfileTemplate, true), (draw.Guid(), true), (draw.Guid(), true), (draw.Guid(), false), (draw.Guid(), false),
        ];
        _descriptors = [Examples.EnrollDescriptor, Examples.UnblockDescriptor, .. Descriptors(ref draw, 14)];

        _chosen = [.. (chosen ?? []).Select((request, place) => request.Uuid == Guid.Empty
            ? request with { Uuid = Draw.For(0, place, Purpose.Chosen).Guid() }
            : request)];
        for (var place = 0; place < _chosen.Length; place++)
        {
            var id = _chosen[place].Uuid;
            if (IndexOf(id) >= 0)
            {
                throw new ArgumentException(_chosenIds.ContainsKey(id)
                    ? $"Two of the chosen requests have the id {id}: give one of them another."
                    : $"The chosen request {id} is among the {Made} that are made, too: give it another id, or make none (--requests 0).");
            }
            _chosenIds.Add(id, Made + place);
        }
    }

    /// <summary>How many are made; those after them were chosen.</summary>
    public int Made { get; }

    public int Count => Made + _chosen.Length;

    public int Seed => _seed;

    public IReadOnlyList<Guid> Users => _users;

    private Guid IdOf(int index)
    {
        if (index < First.Length)
            return First[index].Uuid;
        var high = Draw.Mix((ulong)index ^ _key);
        return Guids.From(high, Draw.Mix(high ^ _check));
    }

    /// <summary>The index of an id, or -1.</summary>
    public int IndexOf(Guid id)
    {
        if (_chosenIds.TryGetValue(id, out var place))
            return place;
        if (Made == 0)
            return -1;
        var example = Array.FindIndex(First, r => r.Uuid == id);
        if (example >= 0)
            return example;
        var index = Draw.Unmix(Guids.High(id)) ^ _key;
        return index >= (ulong)First.Length && index < (ulong)Made && IdOf((int)index) == id ? (int)index : -1;
    }

    public int StatusOf(int index)
    {
        if (index >= Made)
            return _chosen[index - Made].Status;
        if (index < First.Length)
            return First[index].Status;
        var draw = Draw.For(_seed, index, Purpose.Status);
        return (int)draw.Weighted(Statuses, 100);
    }

    public Guid TargetOf(int index)
    {
        if (index >= Made)
            return _chosen[index - Made].TargetUserUuid;
        if (index < First.Length)
            return First[index].TargetUserUuid;
        var draw = Draw.For(_seed, index, Purpose.Target);
        return draw.Chance(20) ? _users[0] : draw.Of(_users);
    }

    public StoredRequest At(int index)
    {
        if (index >= Made)
            return _chosen[index - Made];
        if (index < First.Length)
            return First[index];

        var draw = Draw.For(_seed, index, Purpose.Content);
        var status = (RequestStatus)StatusOf(index);
        var target = TargetOf(index);
        var type = draw.Weighted(Types, 1000);
        var (template, isSmartcard) = type is RequestType.Unblock or RequestType.TemporaryCardEnroll
            ? _templates[draw.Below(3)]
            : draw.Of(_templates);
        var isAgent = draw.Chance(10);
        var flags = (isSmartcard ? 2 : 0) | (isAgent ? 1 : 0);
        if (isSmartcard && draw.Chance(6))
            flags |= draw.Chance(500) ? 0x100 : 0x20100;

        var submitted = Clock.Round(Clock.SeededNow.AddSeconds(-draw.Below(3 * 365 * 24 * 3600)).AddMilliseconds(-draw.Below(1000)));
        var completed = status == RequestStatus.Completed
            ? Clock.Round(submitted.AddMilliseconds(20_000 + draw.Below(draw.Chance(800) ? 300_000 : 400_000_000)))
            : (DateTime?)null;

        var hasOld = type is not (RequestType.Enroll or RequestType.TemporaryCardEnroll);
        var keeps = type is RequestType.Unblock or RequestType.Disable or RequestType.Retire or RequestType.SuspendOrReinstate;
        var oldProfile = hasOld ? draw.Guid() : Guid.Empty;
        var oldCard = hasOld && isSmartcard ? draw.Guid() : Guid.Empty;
        var isBuilt = status is RequestStatus.Completed or RequestStatus.Executing;
        var newProfile = keeps ? oldProfile : isBuilt ? draw.Guid() : Guid.Empty;
        var newCard = keeps ? oldCard : isBuilt && isSmartcard ? draw.Guid() : Guid.Empty;

        var items = DataItems(ref draw, status);
        return new StoredRequest
        {
            Uuid = IdOf(index),
            RequestType = (int)type,
            Status = (int)status,
            Flags = flags,
            DataCollection = items,
            DataCollectionFlags = draw.Chance(950) ? 32 : draw.Of([0, 16, 48]),
            OriginatorUserUuid = draw.Chance(700) ? target : draw.Of(_managers),
            TargetUserUuid = target,
            Submitted = submitted,
            Completed = completed,
            NewProfileUuid = newProfile,
            OldProfileUuid = oldProfile,
            NewSmartcardUuid = newCard,
            OldSmartcardUuid = oldCard,
            Priority = draw.Chance(850) ? (byte)0 : draw.Chance(900) ? (byte)draw.Below(10) : (byte)255,
            Comment = draw.Chance(650) ? "" : draw.Of(Comments),
            ProfileTemplateUuid = template,
            SecurityDescriptor = draw.Of(_descriptors),
            IsSmartcard = isSmartcard,
            IsEnrollmentAgent = isAgent,
            IsDataCollectionComplete = items.Length > 0 && items.All(i => i.Value is not null),
        };
    }

    private static StoredItem[] DataItems(ref Draw draw, RequestStatus status)
    {
        if (!draw.Chance(220))
            return [];
        var answered = status is not (RequestStatus.Pending or RequestStatus.Approved) || draw.Chance(300);
        var items = new StoredItem[1 + draw.Below(3)];
        for (var i = 0; i < items.Length; i++)
        {
            var (name, values) = Items[(i + draw.Below(2)) % Items.Length];
            items[i] = new StoredItem(name, answered ? draw.Of(values) : null);
        }
        return items;
    }

    private static string[] Descriptors(ref Draw draw, int count)
    {
        var result = new string[count];
        for (var i = 0; i < count; i++)
        {
            var domain = $"S-1-5-21-{draw.Below(int.MaxValue)}-{draw.Below(int.MaxValue)}-{draw.Below(int.MaxValue)}";
            var owner = $"{domain}-{1000 + draw.Below(90000)}";
            var agents = $"{domain}-{1000 + draw.Below(90000)}";
            var aces = new List<string> { $"(D;;LC;;;{agents})" };
            for (var group = draw.Below(4); group > 0; group--)
                aces.Add($"(A;;DCSW;;;{domain}-{1000 + draw.Below(90000)})");
            aces.AddRange(
            [
                $"(A;;SWRC;;;{domain}-{1000 + draw.Below(90000)})", "(A;;RC;;;WD)", $"(A;;CCDCLCSWSDRC;;;{owner})",
                $"(A;;DCSW;;;{agents})", $"(A;;CCDCSW;;;{agents})",
            ]);
            result[i] = SecurityDescriptors.Build(owner, [.. aces]);
        }
        return result;
    }
}
