using MimCm.Statistics;

namespace MimCm.Reporting.Data;

/// <summary>Keeps the oldest open requests of a list. Requests without a date of submission are excluded.</summary>
internal sealed class OldestRequests(int capacity)
{
    private readonly List<(DateTime Submitted, Request Request)> _oldest = new(capacity + 1);

    /// <summary>The requests, oldest first.</summary>
    public IEnumerable<(DateTime SubmittedUtc, Request Request)> All => _oldest;

    public void Add(Request request)
    {
        if (!request.IsOpen || RequestDates.SubmittedUtc(request) is not { } submitted)
            return;

        if (_oldest.Count == capacity && submitted >= _oldest[capacity - 1].Submitted)
            return;

        var place = _oldest.Count;
        while (place > 0 && _oldest[place - 1].Submitted > submitted)
            place--;
        _oldest.Insert(place, (submitted, request));
        if (_oldest.Count > capacity)
            _oldest.RemoveAt(capacity);
    }
}
