namespace MimCm.Client.Tests;

/// <summary>Differences between Mono (6.8) and .NET Framework, which Mono replaces on other systems than Windows. Each was found by running
/// the test.</summary>
internal static class Mono
{
    public const string CountsMemoryRoughly = "its collector is a conservative one, and what it counts goes up and down by more than the test allows";
    public const string Drains = "its HttpClientHandler is an early SocketsHttpHandler, which reads on for up to two seconds";
    public const string GuardsOpenFiles = "within a process it shares files as Windows does, so that the test cannot touch an open one";
    public const string HasOtherFailures = "its HttpClientHandler tells a failed handshake without a WebException";
    public const string HasNoIdentity = "it has no identity of the caller's own to show";
    public const string HangsConnecting = "it does not always come back from a connect that nobody answers";
    public const string MakesNoCertificates = "it has no CertificateRequest to make the server's certificate with";

    private static readonly HashSet<string> LeftOut = [];

    public static bool IsHere { get; } = Type.GetType("Mono.Runtime") is not null;

    /// <summary>Sets another identity for a client that would use the identity of the caller.</summary>
    public static MimCmClientOptions LendIdentity(MimCmClientOptions options)
    {
        if (IsHere && options.Credential is null && options.AccessToken is null)
        {
            options.Credential = new System.Net.NetworkCredential("mono", "mono");
            options.AllowUnencryptedAuthentication = true;
        }

        return options;
    }

    /// <summary>Lets the build print one line about skipped tests; a detailed log lists them.</summary>
    public static string? LeaveOut(string test, string why)
    {
        if (!IsHere)
            return null;

        lock (LeftOut)
        {
            LeftOut.Add(test);
            SkippedTestsReport.Write("mono.txt",
                $"Left out on Mono: {LeftOut.Count} tests of the client, for the reasons in tests/MimCm.Client.Tests/Infrastructure/Mono.cs.");
        }

        return $"Mono: {why}.";
    }
}
