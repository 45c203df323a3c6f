using System.Globalization;

namespace MimCm.Client.Tests;

/// <summary>A duration that is compared with numbers of days.</summary>
public sealed class DurationTests
{
    private static readonly Duration Day = TimeSpan.FromDays(1);

    [Fact]
    public void NumbersAreDays()
    {
        Assert.Equal(Day, (Duration)1);
        Assert.Equal(Day, (Duration)1L);
        Assert.Equal(Day, (Duration)1m);
        Assert.Equal(TimeSpan.FromHours(12), ((Duration)0.5).ToTimeSpan());
        Assert.Equal(TimeSpan.FromHours(24), (TimeSpan)Day);
        Assert.Equal(1.0, (double)Day);
    }

    [Fact]
    public void ComparesAsATimeSpan()
    {
        var longer = new Duration(TimeSpan.FromHours(25));

        Assert.True(longer > Day && Day < longer && longer >= Day && Day <= longer && longer != Day && Day == TimeSpan.FromHours(24));
        Assert.Equal([Day, longer], new[] { longer, Day }.OrderBy(each => each));
        Assert.Equal(1, Day.CompareTo((object?)null));
        Assert.Equal(0, Day.CompareTo((object)TimeSpan.FromHours(24)));
        Assert.Throws<ArgumentException>(() => Day.CompareTo("a day"));
    }

    [Fact]
    public void HasTheMembersOfATimeSpan()
    {
        var span = new TimeSpan(12, 3, 4, 5, 678);
        Duration duration = span;

        Assert.Equal((span.Days, span.Hours, span.Minutes, span.Seconds), (duration.Days, duration.Hours, duration.Minutes, duration.Seconds));
        Assert.Equal((span.TotalDays, span.TotalHours, span.TotalMinutes, span.TotalSeconds),
            (duration.TotalDays, duration.TotalHours, duration.TotalMinutes, duration.TotalSeconds));
        Assert.Equal(span.GetHashCode(), duration.GetHashCode());
        Assert.Equal("12.03", duration.ToString(@"d\.hh", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("12.03:04:05.6780000")]
    [InlineData("-00:00:01")]
    [InlineData("00:00:00")]
    public void TextCanBeParsed(string text) => Assert.Equal(text, Duration.Parse(text).ToString());

    [Fact]
    public void IntegerAsTextIsDays() => Assert.Equal((Duration)90, Duration.Parse("90"));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(1e9)]
    [InlineData(double.NegativeInfinity)]
    public void TooManyDaysAreRejected(double days) => Assert.Throws<OverflowException>(() => Duration.FromDays(days));
}
