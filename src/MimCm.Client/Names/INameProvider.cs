namespace MimCm.Names;

/// <summary>Returns the known names for the GUIDs in a request. It makes no call, so that a property can use it.</summary>
internal interface INameProvider
{
    /// <summary>Returns the name of a user; null if it is not known yet.</summary>
    string? FindUser(Guid id);

    /// <summary>Returns the name of a profile template; null if it is not known yet.</summary>
    string? FindProfileTemplate(Guid id);
}
