using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>How one creation came out for the caller, held against what the server knows of it. Each creation is for a user of its own, so that
/// the requests of that user are those that it made.</summary>
/// <param name="Target">The user.</param>
/// <param name="Other">The request that somebody else created for the same user at the same time; null if nobody did.</param>
/// <param name="Result">What was told as created.</param>
/// <param name="Failure">What was told in its place.</param>
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

    /// <summary>What is wrong with it; null when the caller was told the truth.</summary>
    public string? Fault(SimulatorHost server)
    {
        var existing = server.Requests(target: Target).Select(request => request.Uuid).ToList();
        var created = existing.Where(id => id != Other).ToList();
        if (created.Count > 1)
            return $"{Target}: created {created.Count} times";

        return Failure switch
        {
            null when !existing.Contains(Result!.Request.Uuid) => $"{Target}: told of {Result.Request.Uuid}, and the server has {created.Count}",

            // Without a lost response it is known which one was created. With one, a request of somebody else cannot be told from it.
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
