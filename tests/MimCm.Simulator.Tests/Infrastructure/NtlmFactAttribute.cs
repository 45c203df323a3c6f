namespace MimCm.Simulator.Tests;

/// <summary>A test that needs NTLM of this machine's GSS-API (Debian: gss-ntlmssp).</summary>
internal sealed class NtlmFactAttribute : FactAttribute
{
    public NtlmFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Directory.Exists("/etc/gss/mech.d") || Directory.GetFiles("/etc/gss/mech.d", "*ntlmssp*").Length == 0)
            Skip = "gss-ntlmssp is not installed.";
    }
}
