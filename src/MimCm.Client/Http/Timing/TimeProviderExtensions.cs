namespace MimCm.Http;

/// <summary>Delays on the clock of a <see cref="TimeProvider"/>, on .NET and on .NET Framework.</summary>
internal static class TimeProviderExtensions
{
    /// <summary>Waits for the specified time.</summary>
    public static Task DelayAsync(this TimeProvider timeProvider, TimeSpan delay, CancellationToken cancellationToken) =>
#if NET
        Task.Delay(delay, timeProvider, cancellationToken);
#else
        timeProvider.Delay(delay, cancellationToken);
#endif
}
