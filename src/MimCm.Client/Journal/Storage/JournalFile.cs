using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;

namespace MimCm.Journal.Storage;

/// <summary>Opens the files of a journal.</summary>
internal static class JournalFile
{
    /// <summary>Opens a file for reading and writing. A new file is accessible only to its owner; the call that creates it sets these rights. File
    /// systems and shares without access rules ignore them; there, the file has the access of its folder.</summary>
    public static FileStream Open(string path, FileShare share, FileOptions options)
    {
#if NET
        if (OperatingSystem.IsWindows())
        {
            return new FileInfo(path).Create(FileMode.OpenOrCreate, FileSystemRights.Read | FileSystemRights.Write, share, bufferSize: 1, options,
                CreateSecurity());
        }

        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
            Options = options,
            BufferSize = 0,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
#else
        return RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
            ? new FileStream(path, FileMode.OpenOrCreate, FileSystemRights.Read | FileSystemRights.Write, share, bufferSize: 1, options, CreateSecurity())
            : new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1, options);
#endif
    }

    /// <summary>Returns access rules for the current user, the administrators and the system, without those of the folder.</summary>
#if NET
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static FileSecurity CreateSecurity()
    {
        using var user = WindowsIdentity.GetCurrent();
        IdentityReference[] identities =
        [
            user.User!,
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null),
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, domainSid: null),
        ];
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (var identity in identities)
            security.AddAccessRule(new FileSystemAccessRule(identity, FileSystemRights.FullControl, AccessControlType.Allow));

        return security;
    }
}
