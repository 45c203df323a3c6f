namespace MimCm;

/// <summary>A request to create (docs/api.md, section 3). Exactly one of <see cref="ProfileTemplateUuid"/> and <see cref="SmartcardUuid"/> is
/// given.</summary>
public sealed class NewRequest
{
    /// <summary>The kind of request.</summary>
    public required RequestKind Kind { get; init; }

    /// <summary>The profile template that the request follows; null for a request for an existing smart card.</summary>
    public Guid? ProfileTemplateUuid { get; init; }

    /// <summary>The existing smart card that the request is for (its Uuid, not its card identifier); null for a request by profile template.</summary>
    public Guid? SmartcardUuid { get; init; }

    /// <summary>The user that the request is for: the objectGUID in Active Directory. Null means the current user.</summary>
    public Guid? TargetUserUuid { get; init; }

    /// <summary>The answers to the items that the profile template collects, in order; empty if it collects none.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> DataCollection { get; init; } = [];

    /// <summary>The comment, which the server writes to the history of the request. Whether it is also the comment of the request is not
    /// documented.</summary>
    public string Comment { get; init; } = "";

    /// <summary>The priority, from 0 (highest) to 255 (lowest); null for the default of the profile template.</summary>
    public byte? Priority { get; init; }

    /// <summary>Throws if the request cannot be created as it is.</summary>
    /// <exception cref="ArgumentException">Not exactly one of profile template and smart card is given, an identifier is all-zero, the kind is
    /// none, or an item of the data collection has no name.</exception>
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
