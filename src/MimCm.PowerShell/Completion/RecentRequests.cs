namespace MimCm.PowerShell.Completion;

/// <summary>The last requests that were written in a runspace, so that their ids can be completed without a call. A ring, so that a
/// list of any length costs one store for each.</summary>
internal sealed class RecentRequests
{
    private const int Kept = 1000;

    private Request[]? _ring;
    private int _next;

    /// <summary>Remembers a request in the place of the oldest.</summary>
    public void Add(Request request)
    {
        var ring = _ring ??= new Request[Kept];
        ring[_next] = request;
        _next = _next + 1 == Kept ? 0 : _next + 1;
    }

    /// <summary>Remembers the last of many.</summary>
    public void Add(List<Request> requests)
    {
        for (var i = Math.Max(0, requests.Count - Kept); i < requests.Count; i++)
            Add(requests[i]);
    }

    /// <summary>The newest first, and each request once, as it was seen last.</summary>
    public IEnumerable<Request> NewestFirst()
    {
        if (_ring is not { } ring)
            yield break;

        var told = new HashSet<Guid>();
        for (var i = 1; i <= Kept; i++)
        {
            if (ring[(_next + Kept - i) % Kept] is { } request && told.Add(request.Uuid))
                yield return request;
        }
    }
}
