namespace MimCm;

/// <summary>A request to create (docs/api.md, section 3.5). Exactly one of <see cref="ProfileTemplateUuid"/> and <see cref="SmartcardUuid"/> is
/// specified.</summary>
public sealed class NewRequest
{
    /// <summary>The kind of request.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>The profile template of the request; null for a request for an existing smart card.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The existing smart card that the request is for (its Uuid, not its card identifier); null for a request by profile template.</summary>
    public Guid? SmartcardUuid { get; init; }

    /// <summary>The user that the request is for: the objectGUID in Active Directory. Null means the current user.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The values of the data items that the profile template collects, in order; empty if it collects none.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> DataCollection { get; init; } = [];

    /// <summary>The comment, which the server writes to the history of the request. Whether it also becomes the comment of the request is unknown
    /// (docs/api.md, section 3.5).</summary>
    public string Comment { get; init; } = "";

    /// <summary>The priority, from 0 (highest) to 255 (lowest); null for the default of the profile template.</summary>
    public byte? Priority { get; init; }

    /// <summary>Throws if the request is not valid.</summary>
    /// <exception cref="ArgumentException">The profile template and the smart card are both specified or both missing, an identifier is all-zero, the
    /// kind is not valid, or an item of the data collection has no name.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(typeof(RequestKind), Kind))
            throw new ArgumentException(Strings.UnknownKind.With(Kind));

        if (ProfileTemplateUuid is null == SmartcardUuid is null)
            throw new ArgumentException(Strings.TemplateOrCard);

        foreach (var id in new[] { ProfileTemplateUuid, SmartcardUuid, TargetUserUuid })
        {
            if (id is { } given)
                Guard.ThrowIfEmpty(given);
        }

        if (DataCollection.Any(item => string.IsNullOrWhiteSpace(item.Key)))
            throw new ArgumentException(Strings.DataItemWithoutName);
    }
}
