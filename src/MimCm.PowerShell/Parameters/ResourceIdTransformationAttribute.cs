using System.Collections;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts smart cards or profiles, their identifiers, and objects with a property that holds the identifier, to identifiers. It stores the
/// session of each object.</summary>
/// <param name="resourceType">The type of the objects: <see cref="Smartcard"/> or <see cref="Profile"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ResourceIdTransformationAttribute(Type resourceType) : ArgumentTransformationAttribute
{
    /// <summary>The type of the objects.</summary>
    public Type ResourceType => resourceType;

    private string PropertyName => ResourceType.Name + nameof(Smartcard.Uuid);

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var origins = new List<(Guid Id, object? Object)>();
        Add(inputData, origins);
        return IdOrigins.ToIds(origins);
    }

    private void Add(object? input, List<(Guid Id, object? Object)> origins)
    {
        var value = UserInput.Unwrap(input);
        if (UserInput.IsList(value))
        {
            foreach (var item in (IEnumerable)value!)
                Add(item, origins);

            return;
        }

        var id = Read(input, value) is { } found && found != Guid.Empty ? found : throw CreateException(Strings.ResourceIdEmpty.With(PropertyName));
        origins.Add((id, value is Guid or string ? null : value));
    }

    /// <summary>Returns the identifier of an object.</summary>
    private Guid? Read(object? input, object? value)
    {
        var isSmartcard = ResourceType == typeof(Smartcard);
        return value switch
        {
            Guid guid => guid,
            string text => Parse(text),
            Smartcard card when isSmartcard => card.Uuid,
            Profile profile when !isSmartcard => profile.Uuid,
            AllowedOperation operation => isSmartcard ? operation.SmartcardUuid : operation.ProfileUuid,
            Certificate certificate => isSmartcard ? certificate.SmartcardUuid : certificate.ProfileUuid,
            not null when UserInput.GetProperty(input!, PropertyName)?.ToString() is { } property => Parse(property),
            _ => throw CreateException(Strings.ResourceIdMissing.With(PropertyName)),
        };
    }

    private Guid Parse(string text) => Guid.TryParse(text, out var id) ? id
        : throw CreateException(Strings.ResourceIdNoGuid.With(UserInput.Sanitize(text), PropertyName));

    /// <summary>Creates an error with an InvalidCastException as its cause, so that the engine tries the next parameter that takes pipeline
    /// input.</summary>
    private static ArgumentTransformationMetadataException CreateException(string message) => new(message, new PSInvalidCastException(message));
}
