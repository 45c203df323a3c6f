namespace MimCm.PowerShell.Completion;

/// <summary>The last requests that commands wrote in a runspace.</summary>
internal sealed class RecentRequests() : RecentItems<RecentRequest>(request => request.Uuid)
{
    /// <summary>Adds a request and removes the oldest one.</summary>
    public void Add(Request request) => Add(RecentRequest.From(request));

    /// <summary>Adds the last 1,000 requests of a list.</summary>
    public void Add(List<Request> requests)
    {
        for (var i = Math.Max(0, requests.Count - Capacity); i < requests.Count; i++)
            Add(requests[i]);
    }
}
