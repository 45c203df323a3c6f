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

    private static void Add(object? input, List<Guid> ids, List<CmSession?> origins)
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

    private static Guid Parse(string text)
    {
        if (Guid.TryParse(text, out var id))
            return Checked(id);

        // `... | Set-CmRequestStatus Canceled`: the word comes first, and -Id takes what comes first.
        throw Enum.TryParse<RequestStatus>(text, ignoreCase: true, out _) || Enum.TryParse<RequestStatusChange>(text, ignoreCase: true, out _)
            ? Refuse(CommandText.IdIsStatus.With(text))
            : Refuse(CommandText.IdNoGuid.With(text));
    }

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
            if (held is null)
                continue;

            if (Guid.TryParse(held.ToString(), out var id))
                found.Add((property, Checked(id)));
            else
                bad ??= CommandText.IdPropertyNoGuid.With(property, held);
        }

        if (found.Count == 0)
            throw Refuse(bad ?? CommandText.IdNoProperty.With(value?.GetType().Name));

        return found.All(one => one.Id == found[0].Id)
            ? found[0].Id
            : throw Refuse(CommandText.IdAmbiguous.With(found[0].Property, found[0].Id, found[1].Property, found[1].Id));
    }

    private static ArgumentTransformationMetadataException Refuse(string message) => new(message);
}
