namespace MimCm.Client.Tests;

/// <summary>The properties of a request that the API does not have.</summary>
public sealed class RequestTests
{
    [Theory]
    [InlineData(RequestStatus.Pending, true, false)]
    [InlineData(RequestStatus.Approved, true, false)]
    [InlineData(RequestStatus.Executing, true, false)]
    [InlineData(RequestStatus.Completed, false, true)]
    [InlineData(RequestStatus.Failed, false, true)]
    [InlineData(RequestStatus.Canceled, false, true)]
    [InlineData(RequestStatus.Denied, false, true)]
    [InlineData(RequestStatus.None, false, false)]
    [InlineData((RequestStatus)77, false, false)]
    public void IsOpenOrFinalOrNeitherIfTheStatusIsUnknown(RequestStatus status, bool isOpen, bool isFinal)
    {
        var request = new Request { Status = status };

        Assert.Equal((isOpen, isFinal), (request.IsOpen, request.IsFinal));
    }

    [Theory]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Utc)]
    public void AgeIsTheTimeSinceTheSubmission(DateTimeKind kind)
    {
        var now = kind == DateTimeKind.Utc ? DateTime.UtcNow : DateTime.Now;

        Assert.InRange(new Request { Submitted = now.AddHours(-30) }.Age!.Value.TotalHours, 29.99, 30.01);
    }

    [Fact]
    public void AgeDaysHasTwoDecimals()
    {
        var request = new Request { Submitted = DateTime.UtcNow.AddHours(-90 * 24 - 2) };

        Assert.Equal(90.08, request.AgeDays);
        Assert.True(request.Age > (Duration)90 && request.Age < (Duration)91);
        Assert.Null(new Request().AgeDays);
    }

    [Fact]
    public void AgeIsNotNegativeIfTheClockOfTheServerIsAhead() =>
        Assert.Equal(TimeSpan.Zero, new Request { Submitted = DateTime.Now.AddMinutes(5) }.Age);

    [Fact]
    public void AgeIsNullWithoutADateOfSubmission() => Assert.Null(new Request().Age);

    [Fact]
    public void DataItemsAreShownOnOneLine()
    {
        var request = new Request { DataCollection = [new("City", "Seattle"), new("Reason", null)] };

        Assert.Equal("City=Seattle; Reason=", request.DataCollection.ToString());
        Assert.Equal("", new Request().DataCollection.ToString());
    }

    [Fact]
    public void DataItemsDoNotChangeWithTheOriginalList()
    {
        var items = new List<DataCollectionItem> { new("City", "Seattle") };
        var request = new Request { DataCollection = items };
        items.Clear();

        Assert.Equal("Seattle", Assert.Single(request.DataCollection).Value);
    }
}
