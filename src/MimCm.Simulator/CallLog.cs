namespace MimCm.Simulator;

/// <summary>The last calls seen, in the order they came.</summary>
internal sealed class CallLog
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<Call> _calls = new();
    private long _sequence;

    public void Add(Call call)
    {
        lock (_gate)
        {
            call.Sequence = ++_sequence;
            _calls.Enqueue(call);
            if (_calls.Count > Capacity)
                _calls.Dequeue();
        }
    }

    public Call[] Snapshot()
    {
        lock (_gate)
            return [.. _calls];
    }

    public void Clear()
    {
        lock (_gate)
            _calls.Clear();
    }
}
