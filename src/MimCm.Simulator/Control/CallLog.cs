namespace MimCm.Simulator.Control;

/// <summary>The latest calls, in the order of their arrival.</summary>
internal sealed class CallLog
{
    private const int Capacity = 100_000;

    private readonly Lock _gate = new();
    private readonly Queue<RecordedCall> _calls = new();
    private long _sequence;

    public void Add(RecordedCall call)
    {
        lock (_gate)
        {
            call.Sequence = ++_sequence;
            _calls.Enqueue(call);
            if (_calls.Count > Capacity)
                _calls.Dequeue();
        }
    }

    public int Count
    {
        get
        {
            lock (_gate)
                return _calls.Count;
        }
    }

    /// <summary>The sequence number of the last call; 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_gate)
                return _sequence;
        }
    }

    /// <summary>Returns the calls after the call with this sequence number.</summary>
    public RecordedCall[] After(long sequence)
    {
        lock (_gate)
            return [.. _calls.Skip((int)Math.Max(0, _calls.Count - Math.Max(0, _sequence - sequence)))];
    }

    public void Clear()
    {
        lock (_gate)
            _calls.Clear();
    }
}
