using System.Runtime.InteropServices;
using System.Security.AccessControl;
using System.Security.Principal;

namespace MimCm.Journal.Storage;

/// <summary>Opens the files of a journal.</summary>
internal static class JournalFile
{
    /// <summary>Opens a file for reading and writing. A new file is accessible only to its owner.</summary>
    public static FileStream Open(string path, FileShare share, FileOptions options)
    {
#if NET
        var settings = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share, Options = options, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            settings.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            return new FileStream(path, settings);
        }

        var isNew = !File.Exists(path);
        var file = new FileStream(path, settings);
#else
        var isNew = !File.Exists(path);
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, share, bufferSize: 1, options);
#endif
        if (isNew && RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            RestrictToOwner(path);

        return file;
    }

    /// <summary>Grants access only to the owner, the administrators and the system. File systems and shares without access rules keep the access of
    /// the folder.</summary>
#if NET
    [System.Runtime.Versioning.SupportedOSPlatform("windows")]
#endif
    private static void RestrictToOwner(string path)
    {
        try
        {
            using var owner = WindowsIdentity.GetCurrent();
            var rules = new FileSecurity();
            rules.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
            IdentityReference[] identities =
            [
                owner.User!,
                new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null),
                new SecurityIdentifier(WellKnownSidType.LocalSystemSid, domainSid: null),
            ];
            foreach (var identity in identities)
                rules.AddAccessRule(new FileSystemAccessRule(identity, FileSystemRights.FullControl, AccessControlType.Allow));

            new FileInfo(path).SetAccessControl(rules);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SystemException)
        {
            // The journal keeps the access rules of its folder.
        }
    }
}
