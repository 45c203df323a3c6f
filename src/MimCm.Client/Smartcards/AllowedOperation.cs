namespace MimCm;

/// <summary>An operation that the current user can request for a smart card or profile (docs/api.md, section 5.4).</summary>
public sealed class AllowedOperation
{
    private static readonly Dictionary<string, RequestKind> Kinds = CreateKinds();

    internal AllowedOperation(string operation, Guid? smartcardUuid, Guid? profileUuid, object? source)
    {
        Operation = operation;
        Type = Kinds.TryGetValue(operation, out var kind) ? kind : null;
        SmartcardUuid = smartcardUuid;
        ProfileUuid = profileUuid;
        Source = source;
    }

    /// <summary>The name of the operation as the server sends it, such as renew, unblock or retire.</summary>
    public string Operation { get; }

    /// <summary>The kind of request that performs the operation; null for an unknown name. The server sends disable for
    /// <see cref="RequestKind.Revoke"/>.</summary>
    public RequestKind? Type { get; }

    /// <summary>The smart card; null for a profile.</summary>
    public Guid? SmartcardUuid { get; }

    /// <summary>The profile; null for a smart card.</summary>
    public Guid? ProfileUuid { get; }

    /// <summary>The connection that read the operation.</summary>
    internal object? Source { get; }

    /// <summary>Returns the operation.</summary>
    public override string ToString() => Operation;

    private static Dictionary<string, RequestKind> CreateKinds()
    {
        var kinds = Enum.GetValues(typeof(RequestKind)).Cast<RequestKind>().ToDictionary(kind => kind.ToString(), StringComparer.OrdinalIgnoreCase);
        kinds["disable"] = RequestKind.Revoke;
        return kinds;
    }
}
