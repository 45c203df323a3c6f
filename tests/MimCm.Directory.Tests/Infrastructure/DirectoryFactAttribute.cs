namespace MimCm.DirectoryServices.Tests;

/// <summary>A test that needs a real domain controller. Where Samba is not installed it is skipped, and the test run prints why.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DirectoryFactAttribute : FactAttribute
{
    private const string Packages = "samba, samba-ad-dc, samba-ad-provision, samba-dsdb-modules, samba-vfs-modules, krb5-user and libsasl2-modules-gssapi-mit";

    private static readonly Lazy<string?> Missing = new(FindMissing);

    public DirectoryFactAttribute() => Skip = Missing.Value;

    /// <summary>Whether such tests run here.</summary>
    public static bool CanRun => Missing.Value is null;

    private static string? FindMissing()
    {
        var reason = !OperatingSystem.IsLinux() ? "Active Directory was not tested: Samba's domain controller runs on Linux only."
            : !Has("samba", "samba-tool", "kinit") || !Directory.Exists("/usr/share/samba/setup")
                ? $"Active Directory was not tested: {Packages} are not all installed."
            : !Environment.IsPrivilegedProcess ? "Active Directory was not tested: a domain controller listens on ports for which one must be root."
            : null;
        SkippedTestsReport.Write("directory.txt", reason is null ? [] : [reason]);
        return reason;
    }

    private static bool Has(params string[] programs) =>
        programs.All(program => "/usr/sbin:/usr/bin:/sbin:/bin".Split(':').Any(folder => File.Exists(Path.Combine(folder, program))));
}
