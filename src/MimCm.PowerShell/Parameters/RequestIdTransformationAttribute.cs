using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MimCm.PowerShell.Parameters;

/// <summary>Makes request ids of what people give and pipe: Guids, strings, requests, and objects that have such an id as a
/// property, such as rows of a CSV file. What is none is refused with the way out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequestIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The properties an object may have the id in.</summary>
    private static readonly string[] Properties = [nameof(Request.Uuid), "RequestId", "Id"];

    // The ids of an array alone do not say where the requests came from, and the parameter is an array of ids.
    private static readonly ConditionalWeakTable<Guid[], CmSession?[]> Origins = new();

    /// <summary>Whether a status in the place of an id was meant as a change.</summary>
    public bool IsForChange { get; set; }

    /// <summary>The session that an id's request was read through; null where only the id was given.</summary>
    internal static CmSession? GetOrigin(Guid[] ids, int index) => Origins.TryGetValue(ids, out var origins) ? origins[index] : null;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var ids = new List<Guid>();
        var origins = new List<CmSession?>();
        Add(inputData, ids, origins);

        var result = ids.ToArray();
        if (origins.Any(origin => origin is not null))
            Origins.Add(result, [.. origins]);

        return result;
    }

    private void Add(object? input, List<Guid> ids, List<CmSession?> origins)
    {
        var value = input is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : input;
        switch (value)
        {
            case Guid id:
                ids.Add(ThrowIfEmpty(id));
                origins.Add(null);
                break;
            case Request request:
                ids.Add(ThrowIfEmpty(request.Uuid));
                origins.Add(CmSession.FromRequest(request));
                break;
            case string text:
                ids.Add(Parse(text));
                origins.Add(null);
                break;
            case IEnumerable list and not IDictionary:
                foreach (var item in list)
                    Add(item, ids, origins);
                break;
            default:
                ids.Add(FromProperty(input, value));
                origins.Add(null);
                break;
        }
    }

    private static Guid ThrowIfEmpty(Guid id) => id != Guid.Empty ? id : throw CreateException(Strings.IdEmpty);

    private Guid Parse(string text)
    {
        if (Guid.TryParse(text, out var id))
            return ThrowIfEmpty(id);

        // `... | Set-CmRequestStatus Canceled`: the word comes first, and -Id takes what comes first.
        throw CreateException(
            IsForChange && IsEnumName<RequestStatusChange>(text) ? Strings.IdIsStatus.With(text)
            : !IsEnumName<RequestStatus>(text) ? Strings.IdNoGuid.With(text)
            : IsForChange ? StatusChangeTransformationAttribute.GetErrorMessage(text.Trim())
            : Strings.IdIsStatus.With(text));
    }

    private static bool IsEnumName<T>(string text) => Enum.GetNames(typeof(T)).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The id in a property of the object. Two properties that name different requests are nothing to guess between.</summary>
    private static Guid FromProperty(object? input, object? value)
    {
        if (input is null)
            throw CreateException(Strings.IdNull);

        var found = new List<(string Property, Guid Id)>();
        string? bad = null;
        foreach (var property in Properties)
        {
            var held = value is IDictionary dictionary ? dictionary[property] : PSObject.AsPSObject(input).Properties[property]?.Value;
            if (held?.ToString() is not { } text)
                continue;

            if (Guid.TryParse(text, out var id))
                found.Add((property, ThrowIfEmpty(id)));
            else
                bad ??= Strings.IdPropertyNoGuid.With(property, text);

            // The others may number something else, such as the tickets of a help desk. A Uuid that is none is a mistake.
            if (bad is not null && property == nameof(Request.Uuid) && text.Trim().Length > 0)
                throw CreateException(bad);
        }

        if (found.Count == 0)
            throw CreateException(bad ?? (value is ValueType ? Strings.IdNoGuid.With(value) : Strings.IdNoProperty.With(PSObject.AsPSObject(input).TypeNames[0])));

        return found.All(one => one.Id == found[0].Id)
            ? found[0].Id
            : throw CreateException(Strings.IdAmbiguous.With(found[0].Property, found[0].Id, found[1].Property, found[1].Id));
    }

    private static ArgumentTransformationMetadataException CreateException(string message) => new(message);
}
