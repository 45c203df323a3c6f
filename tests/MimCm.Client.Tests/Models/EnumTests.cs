namespace MimCm.Client.Tests;

/// <summary>The numbers in docs/api.md, section 4, and numbers that are not listed there.</summary>
public sealed class EnumTests
{
    [Fact]
    public void EnumsHaveTheDocumentedNumbers()
    {
        Assert.Equal("None=0 Approved=3 Denied=4 Completed=8 Failed=9 Pending=16 Canceled=17 Executing=18", Members<RequestStatus>());
        Assert.Equal(
            "None=0 Enroll=1 Recover=2 Renew=3 Disable=4 Unblock=5 Duplicate=6 Retire=7 RecoverOnBehalf=8 SuspendOrReinstate=9 "
            + "OnlineUpdate=10 TemporaryCardEnroll=11",
            Members<RequestType>());
        Assert.Equal("None=0 EnrollmentAgent=1 Smartcard=2", Members<RequestFlags>());
        Assert.Equal("None=0 CertificateManagerProvided=32", Members<DataCollectionFlags>());
    }

    [Theory]
    [InlineData(12)]
    [InlineData(99)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public async Task UnknownNumbersAreKeptAndShownAsNumbers(int number)
    {
        var body = Bodies.With("Status", $"{number}").With("RequestType", $"{number}");

        var request = (await Read.ListAsync(body)).Single;

        Assert.Equal((number, number), ((int)request.Status, (int)request.RequestType));
        Assert.Equal(($"{number}", $"{number}"), (request.Status.ToString(), request.RequestType.ToString()));
    }

    [Theory]
    [InlineData(0x100)]
    [InlineData(0x102)]
    [InlineData(0x20102)]
    [InlineData(int.MinValue)]
    public async Task UnknownFlagBitsAreKeptAndShownAsNumbers(int number)
    {
        var body = Bodies.With("Flags", $"{number}").With("DataCollectionFlags", $"{number}");

        var request = (await Read.ListAsync(body)).Single;

        Assert.Equal((number, number), ((int)request.Flags, (int)request.DataCollectionFlags));
        Assert.Equal(($"{number}", $"{number}"), (request.Flags.ToString(), request.DataCollectionFlags.ToString()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    public async Task PriorityIsAByte(byte priority) =>
        Assert.Equal(priority, (await Read.ListAsync(Bodies.With("Priority", $"{priority}"))).Single.Priority);

    [Fact]
    public void FourStatusesAreFinal() =>
        Assert.Equal(
            [RequestStatus.Denied, RequestStatus.Completed, RequestStatus.Failed, RequestStatus.Canceled],
            Enum.GetValues<RequestStatus>().Where(status => status.IsFinal()));

    [Fact]
    public void EachChangeHasItsResultingStatus()
    {
        Assert.Equal(
            [RequestStatus.Completed, RequestStatus.Canceled, RequestStatus.Failed],
            Enum.GetValues<RequestStatusChange>().Select(change => change.FinalStatus()));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(RequestStatusChange).FinalStatus());
    }

    private static string Members<T>()
        where T : struct, Enum =>
        string.Join(" ", Enum.GetValues<T>().Select(value => $"{value}={Convert.ToInt32(value, null)}"));
}
