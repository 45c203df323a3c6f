using System.Globalization;

namespace MimCm;

/// <summary>A duration. It has the members of <see cref="TimeSpan"/> and converts from and to it. A number that is compared with a Duration means
/// days; compared with a TimeSpan it would mean ticks of 100 nanoseconds.</summary>
public readonly struct Duration : IEquatable<Duration>, IComparable<Duration>, IComparable, IFormattable
{
    private readonly TimeSpan _value;

    /// <summary>Creates a duration from a time span.</summary>
    public Duration(TimeSpan value) => _value = value;

    /// <summary>The days component.</summary>
    public int Days => _value.Days;

    /// <summary>The hours component, from 0 to 23.</summary>
    public int Hours => _value.Hours;

    /// <summary>The minutes component, from 0 to 59.</summary>
    public int Minutes => _value.Minutes;

    /// <summary>The seconds component, from 0 to 59.</summary>
    public int Seconds => _value.Seconds;

    /// <summary>The duration in whole and fractional days.</summary>
    public double TotalDays => _value.TotalDays;

    /// <summary>The duration in whole and fractional hours.</summary>
    public double TotalHours => _value.TotalHours;

    /// <summary>The duration in whole and fractional minutes.</summary>
    public double TotalMinutes => _value.TotalMinutes;

    /// <summary>The duration in whole and fractional seconds.</summary>
    public double TotalSeconds => _value.TotalSeconds;

    /// <summary>Creates a duration from a number of days.</summary>
    /// <exception cref="OverflowException">The value is NaN, or outside the range of a duration.</exception>
    public static Duration FromDays(double days)
    {
        var ticks = days * TimeSpan.TicksPerDay;
        return ticks is > -9.2e18 and < 9.2e18 ? new(new TimeSpan((long)ticks)) : throw new OverflowException(Strings.InvalidDuration.With(days));
    }

    /// <summary>Parses the text that <see cref="ToString()"/> returns, or a whole number of days.</summary>
    /// <exception cref="FormatException">The text has neither of these forms.</exception>
    public static Duration Parse(string text) => new(TimeSpan.Parse(text, CultureInfo.InvariantCulture));

    /// <summary>Returns the duration as a time span.</summary>
    public TimeSpan ToTimeSpan() => _value;

    /// <inheritdoc/>
    public int CompareTo(Duration other) => _value.CompareTo(other._value);

    /// <summary>Compares the duration with another, or with a <see cref="TimeSpan"/>.</summary>
    /// <exception cref="ArgumentException">The other value has another type.</exception>
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

    /// <summary>Returns the duration in a format that <see cref="TimeSpan"/> supports.</summary>
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

    /// <summary>Returns whether both durations are equal.</summary>
    public static bool operator ==(Duration left, Duration right) => left.Equals(right);

    /// <summary>Returns whether the durations differ.</summary>
    public static bool operator !=(Duration left, Duration right) => !left.Equals(right);

    /// <summary>Returns whether the first duration is shorter.</summary>
    public static bool operator <(Duration left, Duration right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether the first duration is longer.</summary>
    public static bool operator >(Duration left, Duration right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether the first duration is shorter or equal.</summary>
    public static bool operator <=(Duration left, Duration right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether the first duration is longer or equal.</summary>
    public static bool operator >=(Duration left, Duration right) => left.CompareTo(right) >= 0;
}
