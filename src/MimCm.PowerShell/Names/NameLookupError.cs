namespace MimCm.PowerShell.Names;

/// <summary>Why a name could not be looked up.</summary>
internal enum NameLookupError
{
    /// <summary>Nobody and nothing has this name.</summary>
    NotFound,

    /// <summary>Several have this name.</summary>
    Ambiguous,

    /// <summary>Active Directory did not answer, or did not accept the caller.</summary>
    DirectoryUnavailable,

    /// <summary>No user has this objectGUID, as far as the caller may read.</summary>
    UserNotFound,

    /// <summary>The server lists no profile template of this GUID.</summary>
    ProfileTemplateNotFound,
}
