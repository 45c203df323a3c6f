namespace MimCm.PowerShell.Completion;

/// <summary>The last 1,000 requests that commands wrote in a runspace, so that their ids can be completed without a call to the server.</summary>
internal sealed class RecentRequests
{
    private const int Capacity = 1000;

    private RecentRequest[]? _ring;
    private int _next;
    private int _count;

    /// <summary>Adds a request, in place of the oldest one.</summary>
    public void Add(Request request)
    {
        var ring = _ring ??= new RecentRequest[Capacity];
        ring[_next] = RecentRequest.From(request);
        _next = _next + 1 == Capacity ? 0 : _next + 1;
        _count = Math.Min(_count + 1, Capacity);
    }

    /// <summary>Adds the last 1,000 of a list.</summary>
    public void Add(List<Request> requests)
    {
        for (var i = Math.Max(0, requests.Count - Capacity); i < requests.Count; i++)
            Add(requests[i]);
    }

    /// <summary>Returns each request once, as it was written last, newest first.</summary>
    public IEnumerable<RecentRequest> NewestFirst()
    {
        if (_ring is not { } ring)
            yield break;

        var ids = new HashSet<Guid>();
        for (var i = 1; i <= _count; i++)
        {
            var request = ring[(_next + Capacity - i) % Capacity];
            if (ids.Add(request.Uuid))
                yield return request;
        }
    }
}
