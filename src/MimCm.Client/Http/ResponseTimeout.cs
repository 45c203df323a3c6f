namespace MimCm.Http;

/// <summary>How long a call waits for its answer. While somebody is asked who is calling, who may have to sign in by hand, it is not
/// the server that is waited for.</summary>
internal sealed class ResponseTimeout(CancellationTokenSource timed, TimeSpan silence)
{
#if NET
    private static readonly HttpRequestOptionsKey<ResponseTimeout> Key = new("MimCm.Patience");
#else
    private const string Key = "MimCm.Patience";
#endif

    /// <summary>The patience of a call; null where it has none.</summary>
    public static ResponseTimeout? Of(HttpRequestMessage request) =>
#if NET
        request.Options.TryGetValue(Key, out var patience) ? patience : null;
#else
        request.Properties.TryGetValue(Key, out var patience) ? (ResponseTimeout)patience : null;
#endif

    /// <summary>Begins to wait.</summary>
    public static void Begin(HttpRequestMessage request, CancellationTokenSource timed, TimeSpan silence)
    {
        var patience = new ResponseTimeout(timed, silence);
#if NET
        request.Options.Set(Key, patience);
#else
        request.Properties[Key] = patience;
#endif
        patience.Resume();
    }

    public void Pause() => timed.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Resume() => timed.CancelAfter(silence);
}
