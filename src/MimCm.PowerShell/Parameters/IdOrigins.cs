using System.Runtime.CompilerServices;

namespace MimCm.PowerShell.Parameters;

/// <summary>Remembers which object each identifier was taken from in the bound value of a parameter. The value is an array of identifiers; the
/// objects are kept as long as the array exists.</summary>
internal static class IdOrigins
{
    private static readonly ConditionalWeakTable<Guid[], object?[]> Objects = new();

    /// <summary>Returns the identifiers as the value to bind.</summary>
    /// <param name="origins">Each identifier with the object that it was taken from; null for an identifier that was given alone.</param>
    public static Guid[] ToIds(IReadOnlyList<(Guid Id, object? Object)> origins)
    {
        Guid[] ids = [.. origins.Select(one => one.Id)];
        if (origins.Any(one => one.Object is not null))
            Objects.Add(ids, [.. origins.Select(one => one.Object)]);

        return ids;
    }

    /// <summary>Returns the object that an identifier was taken from; null if only the identifier was given.</summary>
    public static object? GetObject(Guid[] ids, int index) => Objects.TryGetValue(ids, out var objects) ? objects[index] : null;

    /// <summary>Returns the session that read the object of an identifier; null if there is none.</summary>
    public static CmSession? GetSession(Guid[] ids, int index) => CmSession.FromObject(GetObject(ids, index));
}
