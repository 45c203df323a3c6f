using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace MimCm.PowerShell;

/// <summary>Makes request ids of what people give and pipe: Guids, strings, requests, and objects that have such an id as a
/// property, such as rows of a CSV file. What is none is refused with the way out.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequestIdAttribute : ArgumentTransformationAttribute
{
    /// <summary>The properties an object may have the id in.</summary>
    private static readonly string[] Properties = [nameof(Request.Uuid), "RequestId", "Id"];

    // The ids of an array alone do not say where the requests came from, and the parameter is an array of ids.
    private static readonly ConditionalWeakTable<Guid[], CmSession?[]> Origins = new();

    /// <summary>Whether a status in the place of an id was meant as a change.</summary>
    public bool IsForChange { get; set; }

    /// <summary>The session that an id's request was read through; null where only the id was given.</summary>
    internal static CmSession? OriginOf(Guid[] ids, int index) => Origins.TryGetValue(ids, out var origins) ? origins[index] : null;

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
                ids.Add(Checked(id));
                origins.Add(null);
                break;
            case Request request:
                ids.Add(Checked(request.Uuid));
                origins.Add(CmSession.Of(request));
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

    private static Guid Checked(Guid id) => id != Guid.Empty ? id : throw Refuse(CommandText.IdEmpty);

    private Guid Parse(string text)
    {
        if (Guid.TryParse(text, out var id))
            return Checked(id);

        // `... | Set-CmRequestStatus Canceled`: the word comes first, and -Id takes what comes first.
        throw Refuse(
            IsForChange && Names<RequestStatusChange>(text) ? CommandText.IdIsStatus.With(text)
            : !Names<RequestStatus>(text) ? CommandText.IdNoGuid.With(text)
            : IsForChange ? StatusChangeAttribute.Refusal(text.Trim())
            : CommandText.IdIsStatus.With(text));
    }

    private static bool Names<T>(string text) => Enum.GetNames(typeof(T)).Contains(text.Trim(), StringComparer.OrdinalIgnoreCase);

    /// <summary>The id in a property of the object. Two properties that name different requests are nothing to guess between.</summary>
    private static Guid FromProperty(object? input, object? value)
    {
        if (input is null)
            throw Refuse(CommandText.IdNull);

        var found = new List<(string Property, Guid Id)>();
        string? bad = null;
        foreach (var property in Properties)
        {
            var held = value is IDictionary dictionary ? dictionary[property] : PSObject.AsPSObject(input).Properties[property]?.Value;
            if (held?.ToString() is not { } text)
                continue;

            if (Guid.TryParse(text, out var id))
                found.Add((property, Checked(id)));
            else
                bad ??= CommandText.IdPropertyNoGuid.With(property, text);

            // The others may number something else, such as the tickets of a help desk. A Uuid that is none is a mistake.
            if (bad is not null && property == nameof(Request.Uuid) && text.Trim().Length > 0)
                throw Refuse(bad);
        }

        if (found.Count == 0)
            throw Refuse(bad ?? (value is ValueType ? CommandText.IdNoGuid.With(value) : CommandText.IdNoProperty.With(PSObject.AsPSObject(input).TypeNames[0])));

        return found.All(one => one.Id == found[0].Id)
            ? found[0].Id
            : throw Refuse(CommandText.IdAmbiguous.With(found[0].Property, found[0].Id, found[1].Property, found[1].Id));
    }

    private static ArgumentTransformationMetadataException Refuse(string message) => new(message);
}
