namespace MimCm.PowerShell.Names;

/// <summary>The reason why a name could not be looked up.</summary>
internal enum NameLookupError
{
    /// <summary>No object has this name.</summary>
    NotFound,

    /// <summary>Several objects have this name.</summary>
    Ambiguous,

    /// <summary>Active Directory did not respond, or did not accept the caller.</summary>
    DirectoryUnavailable,

    /// <summary>No user with this objectGUID is visible to the caller.</summary>
    UserNotFound,

    /// <summary>The server does not list a profile template with this GUID.</summary>
    ProfileTemplateNotFound,
}
