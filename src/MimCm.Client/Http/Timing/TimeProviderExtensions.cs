namespace MimCm.Http;

/// <summary>Waits with the clock of a <see cref="TimeProvider"/>, on .NET and on .NET Framework.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Waits for a time.</summary>
    public static Task DelayAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, timeProvider, cancellationToken);
#else
        timeProvider.Delay(delay, cancellationToken);
#endif
}
