using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts smart cards or profiles, their identifiers, and objects with a property that holds the identifier, to identifiers. It stores the
/// session of each object.</summary>
/// <param name="resourceType">The type of the objects: <see cref="Smartcard"/> or <see cref="Profile"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceIdTransformationAttribute(Type resourceType) : ArgumentTransformationAttribute
{
    // The parameter is an array of ids. This table adds the object and the session of each, as long as the array exists.
    private static readonly ConditionalWeakTable<Guid[], Origin[]> Origins = new();

    /// <summary>The type of the objects.</summary>
    public Type ResourceType => resourceType;

    private string PropertyName => ResourceType.Name + nameof(Smartcard.Uuid);

    /// <summary>Returns the session that read the object; null if only the identifier is known.</summary>
    internal static CmSession? GetSession(Guid[] ids, int index) => Origins.TryGetValue(ids, out var origins) ? origins[index].Session : null;

    /// <summary>Returns the object that an identifier was taken from, such as a <see cref="Smartcard"/>; null if only the identifier is
    /// known.</summary>
    internal static object? GetObject(Guid[] ids, int index) => Origins.TryGetValue(ids, out var origins) ? origins[index].Object : null;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var ids = new List<Guid>();
        var origins = new List<Origin>();
        Add(inputData, ids, origins);

        var result = ids.ToArray();
        if (origins.Any(origin => origin.Object is not null))
            Origins.Add(result, [.. origins]);

        return result;
    }

    private void Add(object? input, List<Guid> ids, List<Origin> origins)
    {
        var value = UserInput.Unwrap(input);
        if (UserInput.IsList(value))
        {
            foreach (var item in (IEnumerable)value!)
                Add(item, ids, origins);

            return;
        }

        var (id, source) = Read(input, value);
        ids.Add(id is { } found && found != Guid.Empty ? found : throw CreateException(Strings.ResourceIdEmpty.With(PropertyName)));
        origins.Add(new Origin(source as CmSession, value is Guid or string ? null : value));
    }

    /// <summary>Returns the identifier of an object, and the connection that read the object.</summary>
    private (Guid? Id, object? Source) Read(object? input, object? value)
    {
        var isSmartcard = ResourceType == typeof(Smartcard);
        return value switch
        {
            Guid guid => (guid, null),
            string text => (Parse(text), null),
            Smartcard card when isSmartcard => (card.Uuid, card.Source),
            Profile profile when !isSmartcard => (profile.Uuid, profile.Source),
            AllowedOperation operation => (isSmartcard ? operation.SmartcardUuid : operation.ProfileUuid, operation.Source),
            Certificate certificate => (isSmartcard ? certificate.SmartcardUuid : certificate.ProfileUuid, certificate.Source),
            not null when UserInput.GetProperty(input!, PropertyName)?.ToString() is { } property => (Parse(property), null),
            _ => throw CreateException(Strings.ResourceIdMissing.With(PropertyName)),
        };
    }

    private Guid Parse(string text) => Guid.TryParse(text, out var id) ? id
        : throw CreateException(Strings.ResourceIdNoGuid.With(UserInput.Sanitize(text), PropertyName));

    /// <summary>Creates an error with an InvalidCastException as its cause, so that the engine tries the next parameter that takes pipeline
    /// input.</summary>
    private static ArgumentTransformationMetadataException CreateException(string message) => new(message, new PSInvalidCastException(message));

    /// <summary>The source of an identifier.</summary>
    private readonly record struct Origin(CmSession? Session, object? Object);
}
