using MimCm.Simulator;

namespace MimCm.Reliability.Tests;

/// <summary>The reported outcome of one change, compared with the server.</summary>
internal sealed record Verdict(Guid Id, RequestStatusChange Change, Request? Request, MimCmException? Failure)
{
    public static async Task<Verdict> OfAsync(MimCmClient client, Guid id, RequestStatusChange change)
    {
        try
        {
            return new Verdict(id, change, await client.SetRequestStatusAsync(id, change), Failure: null);
        }
        catch (MimCmException e)
        {
            return new Verdict(id, change, Request: null, e);
        }
    }

    /// <summary>The difference; null if the reported outcome is correct.</summary>
    public string? Fault(int before, SimulatorHost server)
    {
        var wanted = (int)Change.FinalStatus();
        var now = server.Find(Id)!.Status;
        return (Request, Failure) switch
        {
            ({ } request, _) when request.Uuid != Id => $"{Id}: got {request.Uuid}",
            ({ } request, _) when (int)request.Status != wanted => $"{Id}: success that says {request.Status}",
            ({ }, _) when now != wanted => $"{Id}: success, and the server has {now}",
            ({ }, _) => null,
            (_, { Error: MimCmError.OutcomeUnknown }) => null,
            (_, { Error: MimCmError.UnexpectedStatus } failure) when (int)failure.Request!.Status != now =>
                $"{Id}: said to be {failure.Request.Status}, and the server has {now}",
            (_, { Error: MimCmError.UnexpectedStatus }) => null,
            (_, { } failure) when now != before => $"{Id}: {failure.Error}, and the server went from {before} to {now}",
            _ => null,
        };
    }
}
