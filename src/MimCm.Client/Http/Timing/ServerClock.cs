namespace MimCm.Http;

/// <summary>Estimates the time of the server's clock from the Date header of its responses.</summary>
/// <param name="timeProvider">The clock of this computer.</param>
internal sealed class ServerClock(TimeProvider timeProvider)
{
    private long _offset;
    private volatile bool _isKnown;

    /// <summary>The maximum error of the estimate. A Date header has no fractions of a second. Without a Date header the clock of this computer is
    /// used.</summary>
    public TimeSpan Uncertainty => _isKnown ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(5);

    /// <summary>The estimated time of the server.</summary>
    public DateTimeOffset UtcNow => timeProvider.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));

    /// <summary>Updates the estimate from a response.</summary>
    public void Update(DateTimeOffset? date)
    {
        if (date is not { } now)
            return;

        Volatile.Write(ref _offset, (now - timeProvider.GetUtcNow()).Ticks);
        _isKnown = true;
    }
}
