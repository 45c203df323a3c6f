using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts smart cards or profiles, their identifiers, and objects with a property that holds the identifier, to identifiers. It
/// keeps the session that each object was read with.</summary>
/// <param name="resourceType">The type of the objects: <see cref="Smartcard"/> or <see cref="Profile"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceIdTransformationAttribute(Type resourceType) : ArgumentTransformationAttribute
{
    // The parameter is an array of ids. This table adds the session of each, as long as the array exists.
    private static readonly ConditionalWeakTable<Guid[], CmSession?[]> Sessions = new();

    /// <summary>The type of the objects.</summary>
    public Type ResourceType => resourceType;

    private string PropertyName => ResourceType.Name + nameof(Smartcard.Uuid);

    /// <summary>The session that the object of an identifier was read with; null if only the identifier is known.</summary>
    internal static CmSession? GetSession(Guid[] ids, int index) => Sessions.TryGetValue(ids, out var sessions) ? sessions[index] : null;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var ids = new List<Guid>();
        var sessions = new List<CmSession?>();
        Add(inputData, ids, sessions);

        var result = ids.ToArray();
        if (sessions.Any(session => session is not null))
            Sessions.Add(result, [.. sessions]);

        return result;
    }

    private void Add(object? input, List<Guid> ids, List<CmSession?> sessions)
    {
        var value = UserInput.Unwrap(input);
        var (id, source) = value switch
        {
            Guid guid => (guid, null),
            string text => (Parse(text), null),
            Smartcard card when ResourceType == typeof(Smartcard) => (card.Uuid, card.Source),
            Profile profile when ResourceType == typeof(Profile) => (profile.Uuid, profile.Source),
            AllowedOperation operation =>
                ((ResourceType == typeof(Smartcard) ? operation.SmartcardUuid : operation.ProfileUuid) ?? Guid.Empty, operation.Source),
            Certificate certificate => ((ResourceType == typeof(Smartcard) ? certificate.SmartcardUuid : certificate.ProfileUuid)
                ?? Guid.Empty, certificate.Source),
            IEnumerable and not IDictionary => (Guid.Empty, null),
            _ => (Parse(GetProperty(input, value)), null),
        };

        if (value is IEnumerable list and not (string or IDictionary))
        {
            foreach (var item in list)
                Add(item, ids, sessions);

            return;
        }

        if (id == Guid.Empty)
            throw CreateException(Strings.ResourceIdEmpty.With(PropertyName));

        ids.Add(id);
        sessions.Add(source as CmSession);
    }

    private string GetProperty(object? input, object? value) =>
        value switch
        {
            null => null,
            IDictionary dictionary => dictionary.Keys.Cast<object>().Where(key => PropertyName.Equals(key.ToString(),
                StringComparison.OrdinalIgnoreCase)).Select(key => dictionary[key]).FirstOrDefault(),
            _ => PSObject.AsPSObject(input!).Properties[PropertyName]?.Value,
        }
        is { } found
            ? found.ToString()!
            : throw CreateException(Strings.ResourceIdMissing.With(PropertyName));

    private Guid Parse(string text) => Guid.TryParse(text, out var id) ? id
        : throw CreateException(Strings.ResourceIdNoGuid.With(UserInput.Sanitize(text), PropertyName));

    /// <summary>With an invalid cast as its cause, the engine goes on to the next parameter that takes pipeline input.</summary>
    private static ArgumentTransformationMetadataException CreateException(string message) => new(message, new PSInvalidCastException(message));
}
