namespace MimCm.Bench;

/// <summary>A request as a typical program models it for System.Text.Json.</summary>
internal sealed class PlainRequest
{
    public Guid Uuid { get; set; }

    public RequestType RequestType { get; set; }

    public RequestStatus Status { get; set; }

    public RequestFlags Flags { get; set; }

    public List<PlainDataItem> DataCollection { get; set; } = [];

    public DataCollectionFlags DataCollectionFlags { get; set; }

    public Guid OriginatorUserUuid { get; set; }

    public Guid TargetUserUuid { get; set; }

    public DateTime Submitted { get; set; }

    public DateTime Completed { get; set; }

    public Guid NewProfileUuid { get; set; }

    public Guid OldProfileUuid { get; set; }

    public Guid NewSmartcardUuid { get; set; }

    public Guid OldSmartcardUuid { get; set; }

    public byte Priority { get; set; }

    public string Comment { get; set; } = "";

    public Guid ProfileTemplateUuid { get; set; }

    public string SecurityDescriptor { get; set; } = "";

    public bool IsSmartcard { get; set; }

    public bool IsEnrollmentAgent { get; set; }

    public bool IsDataCollectionComplete { get; set; }
}
