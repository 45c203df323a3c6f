using MimCm.Simulator.Data;

namespace MimCm.Simulator.Api;

/// <summary>Which changes a status allows, and what they do.</summary>
internal static class StatusTransitions
{
    /// <summary>The request after the change; null where its status does not allow it.</summary>
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

    private static StoredRequest Complete(StoredRequest request, DateTime now)
    {
        // The documented request gets the profile and the card that the documentation shows; others theirs, the same each time.
        var random = new SplitMix64(GuidEncoding.High(request.Uuid) ^ (ulong)RandomStream.Completion);
        var (profile, card) = (random.Guid(), random.Guid());
        if (request.Uuid == ExampleRequests.EnrollId)
            (profile, card) = (ExampleRequests.Profile, ExampleRequests.Smartcard);
        return request with
        {
            Status = (int)RequestStatus.Completed,
            Completed = now,
            NewProfileUuid = request.NewProfileUuid == Guid.Empty ? profile : request.NewProfileUuid,
            NewSmartcardUuid = request.IsSmartcard && request.NewSmartcardUuid == Guid.Empty ? card : request.NewSmartcardUuid,
        };
    }
}
