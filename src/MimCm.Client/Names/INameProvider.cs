namespace MimCm.Names;

/// <summary>Tells the names that are known of the GUIDs in a request. Asks nobody, so that a property may call it.</summary>
internal interface INameProvider
{
    /// <summary>The name of a user; null while it is not known.</summary>
    string? FindUser(Guid id);

    /// <summary>The name of a profile template; null while it is not known.</summary>
    string? FindProfileTemplate(Guid id);
}
