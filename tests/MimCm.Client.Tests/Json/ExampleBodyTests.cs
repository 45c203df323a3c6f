namespace MimCm.Client.Tests;

/// <summary>Microsoft's three example bodies, byte for byte: each of the 21 properties.</summary>
public sealed class ExampleBodyTests
{
    private static readonly Guid User = Guid.Parse("8f1590dc-d932-4b66-8e68-2e91c5880780");
    private static readonly Guid Profile = Guid.Parse("b99ff38c-6653-471f-ae3c-325bb351a6bc");
    private static readonly Guid Card = Guid.Parse("17cf063d-e337-4aa9-a822-346554ddd3c9");
    private static readonly Guid Template = Guid.Parse("a039b4d0-5ce8-4eff-8651-181c6576fda3");

    [Fact]
    public async Task ApprovedEnrollRequestHasItsTwentyOneProperties()
    {
        var request = (await Read.OneAsync(Bodies.EnrollApproved, Bodies.Enroll)).Single;

        Assert.Equal(Bodies.Enroll, request.Uuid);
        Assert.Equal(RequestType.Enroll, request.RequestType);
        Assert.Equal(RequestStatus.Approved, request.Status);
        Assert.Equal(RequestFlags.Smartcard, request.Flags);
        Assert.Empty(request.DataCollection);
        Assert.Equal(DataCollectionFlags.CertificateManagerProvided, request.DataCollectionFlags);
        Assert.Equal(User, request.OriginatorUserUuid);
        Assert.Equal(User, request.TargetUserUuid);
        Assert.Equal(new DateTime(2015, 7, 7, 23, 36, 21, 930, DateTimeKind.Utc), request.Submitted!.Value.ToUniversalTime());
        Assert.Equal(DateTimeKind.Local, request.Submitted!.Value.Kind);
        Assert.Null(request.Completed);
        Assert.Null(request.NewProfileUuid);
        Assert.Null(request.OldProfileUuid);
        Assert.Null(request.NewSmartcardUuid);
        Assert.Null(request.OldSmartcardUuid);
        Assert.Equal(0, request.Priority);
        Assert.Equal("", request.Comment);
        Assert.Equal(Template, request.ProfileTemplateUuid);
        Assert.StartsWith("O:S-1-5-21-2127521184-1604012920-1887927527-14134865D:(D;;LC;;;S-1-5-21-", request.SecurityDescriptor, StringComparison.Ordinal);
        Assert.EndsWith("(A;;CCDCSW;;;S-1-5-21-2127521184-1604012920-1887927527-14995557)", request.SecurityDescriptor, StringComparison.Ordinal);
        Assert.True(request.IsSmartcard);
        Assert.False(request.IsEnrollmentAgent);
        Assert.False(request.IsDataCollectionComplete);
    }

    [Fact]
    public async Task CompletedEnrollRequestHasCompletedProfileAndSmartcard()
    {
        var request = (await Read.OneAsync(Bodies.EnrollCompleted, Bodies.Enroll)).Single;

        Assert.Equal(RequestStatus.Completed, request.Status);
        Assert.Equal(new DateTime(2015, 7, 7, 23, 37, 37, 767, DateTimeKind.Utc), request.Completed!.Value.ToUniversalTime());
        Assert.Equal(DateTimeKind.Local, request.Completed.Value.Kind);
        Assert.Equal(Profile, request.NewProfileUuid);
        Assert.Null(request.OldProfileUuid);
        Assert.Equal(Card, request.NewSmartcardUuid);
        Assert.Null(request.OldSmartcardUuid);
        Assert.Equal(RequestFlags.Smartcard, request.Flags);
        Assert.Equal(0, request.Priority);
        Assert.Equal(Template, request.ProfileTemplateUuid);
        Assert.EndsWith("14995557)", request.SecurityDescriptor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApprovedUnblockRequestHasADataItemWithoutAValue()
    {
        var request = (await Read.OneAsync(Bodies.UnblockApproved, Bodies.Unblock)).Single;

        Assert.Equal(Bodies.Unblock, request.Uuid);
        Assert.Equal(RequestType.Unblock, request.RequestType);
        Assert.Equal(RequestStatus.Approved, request.Status);
        Assert.Equal(new DataCollectionItem("Sample Data Item", null), Assert.Single(request.DataCollection));
        Assert.Equal(new DateTime(2015, 7, 7, 23, 40, 33, 133, DateTimeKind.Utc), request.Submitted!.Value.ToUniversalTime());
        Assert.Null(request.Completed);
        Assert.Equal((Profile, Profile, Card, Card), (request.NewProfileUuid, request.OldProfileUuid, request.NewSmartcardUuid, request.OldSmartcardUuid));
        Assert.EndsWith("14995557)", request.SecurityDescriptor, StringComparison.Ordinal);
    }

    [Fact]
    public void RequestHasTheTwentyOnePropertiesOfTheApiAndDerivedOnes()
    {
        using var example = System.Text.Json.JsonDocument.Parse(Bodies.EnrollApproved);

        Assert.Equal(
            example.RootElement.EnumerateObject().Select(property => property.Name),
            typeof(Request).GetProperties().Where(property => property.CanWrite).Select(property => property.Name));
        Assert.Equal(
            [
                nameof(Request.IsOpen), nameof(Request.IsFinal), nameof(Request.Age), nameof(Request.AgeDays), nameof(Request.Type),
                nameof(Request.TargetUser), nameof(Request.Originator), nameof(Request.ProfileTemplate),
            ],
            typeof(Request).GetProperties().Where(property => !property.CanWrite).Select(property => property.Name));
    }

    [Fact]
    public async Task ExamplesAreReadTheSameFromAList()
    {
        var read = await Read.ListAsync(Bodies.Array(Bodies.EnrollApproved, Bodies.EnrollCompleted, Bodies.UnblockApproved));

        Assert.Null(read.Failure);
        Assert.Equal(
            [(Bodies.Enroll, RequestStatus.Approved), (Bodies.Enroll, RequestStatus.Completed), (Bodies.Unblock, RequestStatus.Approved)],
            read.Requests.Select(request => (request.Uuid, request.Status)));
    }

    [Fact]
    public async Task ToStringReturnsIdTypeAndStatus()
    {
        var request = (await Read.OneAsync(Bodies.EnrollApproved, Bodies.Enroll)).Single;

        Assert.Equal($"{Bodies.EnrollId} Enroll Approved", request.ToString());
    }
}
