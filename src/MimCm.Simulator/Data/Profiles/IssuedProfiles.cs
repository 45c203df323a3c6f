namespace MimCm.Simulator.Data;

/// <summary> Derives smart cards and software profiles from the requests about them. They are not stored: the request is computed from a generated
/// id, and the store has an index of the other ids.
/// </summary>
internal sealed class IssuedProfiles(RequestStore store)
{
    private const ulong CardIdKey = 0xC0FFEE0DDF00DCAF;

    private static readonly string[] SmartcardOperations = ["renew", "unblock", "retire"];
    private static readonly string[] ProfileOperations = ["renew", "disable", "recover"];

    public IssuedProfile? Find(Guid id, bool isSmartcard)
    {
        if (id == Guid.Empty)
            return null;
        if (!isSmartcard && ExampleProfiles.Profiles.FirstOrDefault(profile => profile.Uuid == id) is { } example && store.HasExamples)
            return example;
        var requests = store.RequestsAbout(id, isSmartcard);
        if (isSmartcard && id == ExampleProfiles.Smartcard && store.HasExamples)
            requests = [ExampleProfiles.SmartcardRequest, .. requests];
        return requests.Count == 0 ? null : Create(id, isSmartcard, requests);
    }

    /// <summary>Returns the smart card with this CardID.</summary>
    public IssuedProfile? FindByCardId(Guid cardId)
    {
        if (store.HasExamples && cardId == ExampleProfiles.SmartcardId)
            return Find(ExampleProfiles.Smartcard, isSmartcard: true);
        return store.SmartcardOf(cardId) is { } id ? Find(id, isSmartcard: true) : null;
    }

    /// <summary>Returns the smart cards or software profiles of a user, each once.</summary>
    public IEnumerable<IssuedProfile> OwnedBy(Guid user, bool isSmartcard)
    {
        var seen = new HashSet<Guid>();
        if (store.HasExamples && isSmartcard && user == ExampleRequests.User)
            yield return Once(ExampleProfiles.Smartcard)!;
        if (store.HasExamples && !isSmartcard && user == ExampleProfiles.User)
        {
            foreach (var profile in ExampleProfiles.Profiles)
                yield return profile;
        }
        foreach (var request in store.List(target: user))
        {
            if (request.IsSmartcard == isSmartcard && Once(isSmartcard ? request.NewSmartcardUuid : request.NewProfileUuid) is { } profile)
                yield return profile;
        }

        IssuedProfile? Once(Guid id) => seen.Add(id) ? Find(id, isSmartcard) : null;
    }

    /// <summary>Returns the profiles of a request: the new profile, and the old profile if it is different.</summary>
    public IEnumerable<IssuedProfile> ProfilesOf(StoredRequest request) =>
        ((Guid[])[request.NewProfileUuid, request.OldProfileUuid]).Distinct().Select(id => Find(id, isSmartcard: false)).OfType<IssuedProfile>();

    public StoredProfileTemplate TemplateOf(StoredRequest request) =>
        store.ProfileTemplates.FirstOrDefault(template => template.Uuid == request.ProfileTemplateUuid)
            ?? Data.ProfileTemplates.Unnamed(request.ProfileTemplateUuid, request.IsSmartcard);

    /// <summary>Returns the CardID of a smart card whose request contains none.</summary>
    public static Guid CardIdOf(Guid smartcard)
    {
        if (smartcard == ExampleRequests.Smartcard)
            return ExampleProfiles.AssignedCardId;
        var high = SplitMix64.Mix(GuidEncoding.High(smartcard) ^ CardIdKey);
        return GuidEncoding.From(high, SplitMix64.Mix(high ^ CardIdKey));
    }

    /// <summary>Returns the first 64 bits of the id of the smart card for which <see cref="CardIdOf"/> returns this CardID.</summary>
    public static ulong SmartcardHighOf(Guid cardId) => SplitMix64.Unmix(GuidEncoding.High(cardId)) ^ CardIdKey;

    private IssuedProfile Create(Guid id, bool isSmartcard, IReadOnlyList<StoredRequest> requests)
    {
        var last = requests[^1];
        var status = StatusOf(id, isSmartcard, requests);
        var profile = new IssuedProfile(id, isSmartcard, status, last, TemplateOf(last))
        {
            CardId = isSmartcard ? requests.LastOrDefault(r => r.CardId is not null && r.NewSmartcardUuid == id)?.CardId ?? CardIdOf(id) : null,
            Atr = requests.LastOrDefault(r => r.Atr is not null && r.NewSmartcardUuid == id)?.Atr ?? ExampleProfiles.Atr,
        };
        return profile.IsActive ? profile with { Operations = isSmartcard ? SmartcardOperations : ProfileOperations } : profile;
    }

    private static int StatusOf(Guid id, bool isSmartcard, IReadOnlyList<StoredRequest> requests)
    {
        // If a Retire request is Executing, its card is already retired, because PUT requests/{r}/smartcards/{s} leaves the request Executing.
        if (requests.Any(r => Is(r, RequestType.Retire, RequestStatus.Completed, RequestStatus.Executing)
            || (IsReplacement(r) && OldOf(r) == id && NewOf(r) != id && r.Status == (int)RequestStatus.Completed)))
        {
            return isSmartcard ? IssuedProfile.Retired : IssuedProfile.RetiredProfile;
        }
        if (requests.Any(r => Is(r, RequestType.Disable, RequestStatus.Completed)))
            return isSmartcard ? IssuedProfile.Disabled : IssuedProfile.DisabledProfile;

        // Microsoft's example card is Assigned until its Enroll request is completed, also in the Unblock request.
        var issued = requests.FirstOrDefault(r => NewOf(r) == id && OldOf(r) != id);
        var isPending = issued is not null ? issued.Status != (int)RequestStatus.Completed : id == ExampleRequests.Smartcard;
        if (isPending)
            return isSmartcard ? IssuedProfile.Assigned : IssuedProfile.New;
        return isSmartcard ? IssuedProfile.Active : IssuedProfile.ActiveProfile;

        Guid NewOf(StoredRequest r) => isSmartcard ? r.NewSmartcardUuid : r.NewProfileUuid;
        Guid OldOf(StoredRequest r) => isSmartcard ? r.OldSmartcardUuid : r.OldProfileUuid;
    }

    private static bool Is(StoredRequest request, RequestType type, params ReadOnlySpan<RequestStatus> statuses) =>
        request.RequestType == (int)type && statuses.Contains((RequestStatus)request.Status);

    private static bool IsReplacement(StoredRequest request) =>
        (RequestType)request.RequestType is RequestType.Renew or RequestType.Recover or RequestType.RecoverOnBehalf or RequestType.OnlineUpdate;
}
