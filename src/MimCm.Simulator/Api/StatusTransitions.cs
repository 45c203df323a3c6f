using MimCm.Simulator.Data;

namespace MimCm.Simulator.Api;

/// <summary>The changes that each status allows, and their effects (docs/api.md, section 3.4).</summary>
internal static class StatusTransitions
{
    /// <summary>Returns the changed request; null if its status does not allow the change.</summary>
    public static StoredRequest? Apply(StoredRequest request, StatusChange change, bool dateEveryEnd)
    {
        var status = (RequestStatus)request.Status;
        var isOpen = status is RequestStatus.Approved or RequestStatus.Executing
            || (change == StatusChange.Canceled && status == RequestStatus.Pending);
        if (!isOpen)
            return null;

        var now = SqlDateTime.Now;
        if (now < request.Submitted)
            now = request.Submitted;
        return change switch
        {
            StatusChange.Canceled => request with
            {
                Status = (int)RequestStatus.Canceled,
                Completed = dateEveryEnd ? now : request.Completed,
            },
            StatusChange.Abandoned => request with
            {
                Status = (int)RequestStatus.Failed,
                Completed = dateEveryEnd ? now : request.Completed,
            },
            _ => Complete(request, now),
        };
    }

    /// <summary>Returns the id of the smart card of a request, the same each time.</summary>
    public static Guid NewSmartcardOf(StoredRequest request) => NewProfileAndCard(request).Card;

    private static StoredRequest Complete(StoredRequest request, DateTime now)
    {
        var (profile, card) = NewProfileAndCard(request);
        return request with
        {
            Status = (int)RequestStatus.Completed,
            Completed = now,
            NewProfileUuid = request.NewProfileUuid == Guid.Empty ? profile : request.NewProfileUuid,
            NewSmartcardUuid = request.IsSmartcard && request.NewSmartcardUuid == Guid.Empty ? card : request.NewSmartcardUuid,
        };
    }

    /// <summary>Microsoft's example request gets the profile and the card of the documentation.</summary>
    private static (Guid Profile, Guid Card) NewProfileAndCard(StoredRequest request)
    {
        if (request.Uuid == ExampleRequests.EnrollId)
            return (ExampleRequests.Profile, ExampleRequests.Smartcard);
        var random = new SplitMix64(GuidEncoding.High(request.Uuid) ^ (ulong)RandomStream.Completion);
        return (random.Guid(), random.Guid());
    }
}
