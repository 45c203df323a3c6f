namespace MimCm.Http;

/// <summary>The clock of the server, estimated from the Date header of its responses.</summary>
/// <param name="timeProvider">The clock of this computer.</param>
internal sealed class ServerClock(TimeProvider timeProvider)
{
    private long _offset;
    private volatile bool _isKnown;

    /// <summary>How far the time that this clock shows can be off: a Date header has no fractions of a second, and without one the clock of this
    /// computer is all there is.</summary>
    public TimeSpan Uncertainty => _isKnown ? TimeSpan.FromSeconds(2) : TimeSpan.FromMinutes(5);

    /// <summary>The time of the server.</summary>
    public DateTimeOffset UtcNow => timeProvider.GetUtcNow() + TimeSpan.FromTicks(Volatile.Read(ref _offset));

    /// <summary>Takes the time of a response.</summary>
    public void Update(DateTimeOffset? date)
    {
        if (date is not { } now)
            return;

        Volatile.Write(ref _offset, (now - timeProvider.GetUtcNow()).Ticks);
        _isKnown = true;
    }
}
