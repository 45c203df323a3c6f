extern alias simulator;

using simulator::MimCm.Simulator;

namespace MimCm.Bench;

/// <summary>What is right, from the simulator's own objects: no JSON and nothing of the client.</summary>
internal static class Oracle
{
    public const int Canceled = 17;

    public static Expected Sum(IEnumerable<StoredRequest> requests, int? status = null)
    {
        var sum = new Checksum();
        foreach (var request in requests)
            sum.Add(request.Uuid, status ?? request.Status, request.Submitted, request.Completed);

        return new Expected(sum.InOrder, sum.InAnyOrder, Bytes: 0);
    }
}
