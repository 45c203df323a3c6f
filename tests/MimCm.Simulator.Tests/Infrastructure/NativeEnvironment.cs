using System.Runtime.InteropServices;

namespace MimCm.Simulator.Tests;

/// <summary>The environment of the C library, which the Kerberos library reads instead of that of .NET.</summary>
internal static partial class NativeEnvironment
{
    public static void Set(IReadOnlyDictionary<string, string> variables)
    {
        foreach (var (name, value) in variables)
            SetEnvironment(name, value, 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
