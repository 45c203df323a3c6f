using System.Diagnostics.CodeAnalysis;

namespace MimCm.Names;

/// <summary>The texts of an object that name what its GUIDs stand for: the name that the object's connection knows by now, else the GUID.</summary>
internal static class KnownNames
{
    /// <summary>The text for a user; null for none.</summary>
    /// <param name="source">The connection that the object was read through.</param>
    /// <param name="id">The objectGUID of the user.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static string? OfUser(object? source, Guid? id) => id is { } user ? (source as INameProvider)?.FindUser(user) ?? user.ToString() : null;

    /// <summary>The text for a profile template; null for none.</summary>
    /// <param name="source">The connection that the object was read through.</param>
    /// <param name="id">The objectGUID of the profile template.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static string? OfProfileTemplate(object? source, Guid? id) =>
        id is { } template ? (source as INameProvider)?.FindProfileTemplate(template) ?? template.ToString() : null;
}
