extern alias simulator;

using simulator::MimCm.Simulator;

namespace MimCm.Bench;

/// <summary>Computes the expected result from the simulator's own objects, without JSON and without the client.</summary>
internal static class ExpectedResultCalculator
{
    public const int Canceled = 17;

    public static ExpectedResult Sum(IEnumerable<StoredRequest> requests, int? status = null)
    {
        var sum = new RequestChecksum();
        foreach (var request in requests)
            sum.Add(request.Uuid, status ?? request.Status, request.Submitted, request.Completed);

        return new ExpectedResult(sum.InOrder, sum.InAnyOrder, Bytes: 0);
    }
}
