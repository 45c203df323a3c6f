using System.Globalization;

namespace MimCm;

/// <summary>A length of time. It has the members of a <see cref="TimeSpan"/> and converts from and to one. A number that is compared
/// with it means days, where a TimeSpan would take it for ticks of 100 nanoseconds.</summary>
public readonly struct Duration : IEquatable<Duration>, IComparable<Duration>, IComparable, IFormattable
{
    private readonly TimeSpan _value;

    /// <summary>Creates a duration from a time span.</summary>
    public Duration(TimeSpan value) => _value = value;

    /// <summary>The whole days.</summary>
    public int Days => _value.Days;

    /// <summary>The hours beside the whole days, from 0 to 23.</summary>
    public int Hours => _value.Hours;

    /// <summary>The minutes beside the whole hours, from 0 to 59.</summary>
    public int Minutes => _value.Minutes;

    /// <summary>The seconds beside the whole minutes, from 0 to 59.</summary>
    public int Seconds => _value.Seconds;

    /// <summary>The duration in days, with the fraction of a day.</summary>
    public double TotalDays => _value.TotalDays;

    /// <summary>The duration in hours, with the fraction of an hour.</summary>
    public double TotalHours => _value.TotalHours;

    /// <summary>The duration in minutes, with the fraction of a minute.</summary>
    public double TotalMinutes => _value.TotalMinutes;

    /// <summary>The duration in seconds, with the fraction of a second.</summary>
    public double TotalSeconds => _value.TotalSeconds;

    /// <summary>Creates a duration from a number of days.</summary>
    /// <exception cref="OverflowException">The number is not a number, or more days than a duration can hold.</exception>
    public static Duration FromDays(double days)
    {
        var ticks = days * TimeSpan.TicksPerDay;
        return ticks is > -9.2e18 and < 9.2e18 ? new(new TimeSpan((long)ticks)) : throw new OverflowException(Strings.InvalidDuration.With(days));
    }

    /// <summary>Reads the text that <see cref="ToString()"/> writes, or a whole number of days.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static Duration Parse(string text) => new(TimeSpan.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Returns the duration as a time span.</summary>
    public TimeSpan ToTimeSpan() => _value;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _value.CompareTo(other._value);

    /// <summary>Compares the duration with another, or with a <see cref="TimeSpan"/>.</summary>
    /// <exception cref="ArgumentException">The other value is neither.</exception>
    public int CompareTo(object? obj) => obj switch
    {
        null => 1,
        Duration other => CompareTo(other),
        TimeSpan other => _value.CompareTo(other),
        _ => throw new ArgumentException(Strings.NoDuration.With(obj), nameof(obj)),
    };

    /// <inheritdoc/>
    public bool Equals(Duration other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Duration other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value.GetHashCode();

    /// <summary>Returns the duration as d.hh:mm:ss, the same in every culture.</summary>
    public override string ToString() => _value.ToString("c", CultureInfo.InvariantCulture);

    /// <summary>Returns the duration in a format of <see cref="TimeSpan"/>.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider) => _value.ToString(format, formatProvider);

    /// <summary>Converts a time span.</summary>
    public static implicit operator Duration(TimeSpan value) => new(value);

    /// <summary>Converts to a time span.</summary>
    public static explicit operator TimeSpan(Duration value) => value._value;

    /// <summary>Converts a number of days.</summary>
    public static explicit operator Duration(double days) => FromDays(days);

    /// <summary>Converts a number of days.</summary>
    public static explicit operator Duration(decimal days) => FromDays((double)days);

    /// <summary>Converts a number of days.</summary>
    public static explicit operator Duration(long days) => FromDays(days);

    /// <summary>Converts a number of days.</summary>
    public static explicit operator Duration(int days) => FromDays(days);

    /// <summary>Converts to a number of days.</summary>
    public static explicit operator double(Duration value) => value.TotalDays;

    /// <summary>Whether both are equally long.</summary>
    public static bool operator ==(Duration left, Duration right) => left.Equals(right);

    /// <summary>Whether one is not as long as the other.</summary>
    public static bool operator !=(Duration left, Duration right) => !left.Equals(right);

    /// <summary>Whether the first is shorter.</summary>
    public static bool operator <(Duration left, Duration right) => left.CompareTo(right) < 0;

    /// <summary>Whether the first is longer.</summary>
    public static bool operator >(Duration left, Duration right) => left.CompareTo(right) > 0;

    /// <summary>Whether the first is not longer.</summary>
    public static bool operator <=(Duration left, Duration right) => left.CompareTo(right) <= 0;

    /// <summary>Whether the first is not shorter.</summary>
    public static bool operator >=(Duration left, Duration right) => left.CompareTo(right) >= 0;
}
