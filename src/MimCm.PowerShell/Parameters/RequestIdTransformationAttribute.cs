using System.Collections;
using System.Management.Automation;
using System.Text.RegularExpressions;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts what users type and pipe to request ids: GUIDs, strings, requests, and objects or dictionaries with a property that holds the
/// id, such as the rows of a CSV file. Any other value is rejected with an explanation.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RequestIdTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>The properties that can hold the id, in order of preference.</summary>
    private static readonly string[] Properties = [nameof(Request.Uuid), "RequestId", "Id"];

    // The path of a request, relative to the server or the virtual folder, as the API returns it for a new request.
    private static readonly Regex RequestPath = new(@"^/?([\w.%-]+/)*requests/(?<id>[^/]+)/?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether the command changes requests. In this case, the name of a status in place of an id was probably meant as the
    /// change.</summary>
    public bool IsForChange { get; set; }

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
        switch (value)
        {
            case Guid id:
                origins.Add((ThrowIfEmpty(id), null));
                break;
            case Request request:
                origins.Add((ThrowIfEmpty(request.Uuid), request));
                break;
            case string text:
                origins.Add((Parse(text), null));
                break;
            case IEnumerable list when UserInput.IsList(list):
                foreach (var item in list)
                    Add(item, origins);

                break;
            default:
                origins.Add((GetFromProperty(input, value), null));
                break;
        }
    }

    private static Guid ThrowIfEmpty(Guid id) => id != Guid.Empty ? id : throw CreateException(Strings.IdEmpty);

    private static bool TryParseId(string text, out Guid id) =>
        Guid.TryParse(text, out id) || (RequestPath.Match(text.Trim()) is { Success: true } path && Guid.TryParse(path.Groups["id"].Value, out id));

    private Guid Parse(string text)
    {
        if (TryParseId(text, out var id))
            return ThrowIfEmpty(id);

        // `... | Set-CmRequestStatus Canceled` binds the word to -Id, the first positional parameter.
        var word = text.Trim();
        throw CreateException(
            IsForChange && IsName<RequestStatusChange>(word) ? Strings.IdIsStatus.With(word)
            : !IsName<RequestStatus>(word) ? GetInvalidIdMessage(text)
            : IsForChange ? StatusChangeTransformationAttribute.GetErrorMessage(word)
            : Strings.IdIsStatus.With(word));
    }

    private static string GetInvalidIdMessage(string text) =>
        UserInput.FindInvisibleCharacter(text) is { } character
            ? Strings.IdInvisibleCharacter.With(UserInput.Sanitize(text), character)
            : Strings.IdNoGuid.With(UserInput.Sanitize(text));

    private static bool IsName<T>(string text) => Enum.GetNames(typeof(T)).Contains(text, StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the id in a property of the object. An object whose properties refer to different requests is rejected.</summary>
    private static Guid GetFromProperty(object? input, object? value)
    {
        if (input is null)
            throw CreateException(Strings.IdNull);

        var found = new List<(string Property, Guid Id)>();
        string? error = null;
        foreach (var property in Properties)
        {
            if (UserInput.GetProperty(input, property)?.ToString() is not { } text)
                continue;

            if (TryParseId(text, out var id))
                found.Add((property, ThrowIfEmpty(id)));
            else
                error ??= Strings.IdPropertyNoGuid.With(property, UserInput.Sanitize(text));

            // RequestId and Id may be the number of something else, such as a help desk ticket. A Uuid that is not a GUID is an error.
            if (error is not null && property == nameof(Request.Uuid) && text.Trim().Length > 0)
                throw CreateException(error);
        }

        if (found.Count == 0)
        {
            throw CreateException(
                error ?? (value is ValueType ? Strings.IdNoGuid.With(value) : Strings.IdNoProperty.With(PSObject.AsPSObject(input).TypeNames[0])));
        }

        return found.All(one => one.Id == found[0].Id)
            ? found[0].Id
            : throw CreateException(Strings.IdAmbiguous.With(found[0].Property, found[0].Id, found[1].Property, found[1].Id));
    }

    private static ArgumentTransformationMetadataException CreateException(string message) => new(message);
}
