namespace MimCm.Simulator.Data;

/// <summary>The two example requests of Microsoft's documentation.</summary>
internal static class ExampleRequests
{
    private const string Domain = "S-1-5-21-2127521184-1604012920-1887927527";

    public static readonly Guid User = new("8f1590dc-d932-4b66-8e68-2e91c5880780");
    public static readonly Guid ProfileTemplate = new("a039b4d0-5ce8-4eff-8651-181c6576fda3");
    public static readonly Guid EnrollId = new("a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099");
    public static readonly Guid Profile = new("b99ff38c-6653-471f-ae3c-325bb351a6bc");
    public static readonly Guid Smartcard = new("17cf063d-e337-4aa9-a822-346554ddd3c9");

    public static readonly string EnrollDescriptor = SecurityDescriptors.Build($"{Domain}-14134865",
        $"(D;;LC;;;{Domain}-14995557)",
        $"(A;;DCSW;;;{Domain}-5094533)",
        $"(A;;DCSW;;;{Domain}-5094534)",
        $"(A;;DCSW;;;{Domain}-5219125)",
        $"(A;;SWRC;;;{Domain}-5094533)",
        "(A;;RC;;;WD)",
        $"(A;;CCDCLCSWSDRC;;;{Domain}-14134865)",
        $"(A;;DCSW;;;{Domain}-14995557)",
        $"(A;;CCDCSW;;;{Domain}-14995557)");

    public static readonly string UnblockDescriptor = SecurityDescriptors.Build($"{Domain}-14134865",
        $"(D;;LC;;;{Domain}-14995557)",
        $"(A;;SWRC;;;{Domain}-5094533)",
        "(A;;RC;;;WD)",
        $"(A;;CCDCLCSWSDRC;;;{Domain}-14134865)",
        $"(A;;DCSW;;;{Domain}-14995557)",
        $"(A;;CCDCSW;;;{Domain}-14995557)");

    public static readonly StoredRequest Enroll = new()
    {
        Uuid = EnrollId,
        RequestType = (int)RequestType.Enroll,
        Flags = 2,
        Submitted = new DateTime(2015, 7, 7, 23, 36, 21, 930, DateTimeKind.Utc),
        SecurityDescriptor = EnrollDescriptor,
        IsSmartcard = true,
    };

    public static readonly StoredRequest Unblock = new()
    {
        Uuid = new("0c96d73f-967b-420e-854a-43ad2a1504bc"),
        RequestType = (int)RequestType.Unblock,
        Flags = 2,
        DataCollection = [new("Sample Data Item", null)],
        Submitted = new DateTime(2015, 7, 7, 23, 40, 33, 133, DateTimeKind.Utc),
        NewProfileUuid = Profile,
        OldProfileUuid = Profile,
        NewSmartcardUuid = Smartcard,
        OldSmartcardUuid = Smartcard,
        SecurityDescriptor = UnblockDescriptor,
        IsSmartcard = true,
    };
}
