using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>The reported outcome of one creation, compared with the server. Each creation is for a different user, so that
/// the requests of that user are those of the creation.</summary>
/// <param name="Target">The user.</param>
/// <param name="Other">The request that another client created for the same user at the same time; null for none.</param>
/// <param name="Result">The request that was reported as created.</param>
/// <param name="Failure">The error that was reported instead.</param>
internal sealed record CreationVerdict(Guid Target, Guid? Other, CreateRequestResult? Result, MimCmException? Failure)
{
    public static async Task<CreationVerdict> OfAsync(MimCmClient client, NewRequest request, Guid? other)
    {
        var target = request.TargetUserUuid!.Value;
        try
        {
            return new CreationVerdict(target, other, await client.CreateRequestAsync(request), Failure: null);
        }
        catch (MimCmException e)
        {
            return new CreationVerdict(target, other, Result: null, e);
        }
    }

    /// <summary>Whether its outcome is unknown.</summary>
    public bool IsUnknown => Failure?.Error == MimCmError.OutcomeUnknown;

    /// <summary>The difference; null if the reported outcome is correct.</summary>
    public string? Fault(SimulatorHost server)
    {
        var existing = server.Requests(target: Target).Select(request => request.Uuid).ToList();
        var created = existing.Where(id => id != Other).ToList();
        if (created.Count > 1)
            return $"{Target}: created {created.Count} times";

        return Failure switch
        {
            null when !existing.Contains(Result!.Request.Uuid) => $"{Target}: told of {Result.Request.Uuid}, and the server has {created.Count}",

            // Without a lost response, the created request is known. With one, it cannot be distinguished from a request of another client.
            null when Result.LostResponse is null && !created.Contains(Result.Request.Uuid) => $"{Target}: told of somebody else's request",
            null => null,
            { Error: MimCmError.CreatedUnread } failure => created.Contains(failure.RequestId!.Value) ? null : $"{Target}: {failure.RequestId} does not exist",
            { Error: MimCmError.OutcomeUnknown } failure => new HashSet<Guid>(existing).SetEquals(failure.Candidates.Select(one => one.Uuid))
                ? null
                : $"{Target}: unknown with {failure.Candidates.Count} candidates, and the server has {existing.Count}",
            { } failure => created.Count == 0 ? null : $"{Target}: told as failed ({failure.Error}), and it exists",
        };
    }
}
