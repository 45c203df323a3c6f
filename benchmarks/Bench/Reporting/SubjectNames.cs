namespace MimCm.Bench;

/// <summary>Display names of the measured subjects.</summary>
internal static class SubjectNames
{
    private static readonly Dictionary<string, string> Markdown = new()
    {
        ["mimcm"] = "`Get-CmRequest`",
        ["mimcm-collected"] = "`$all = Get-CmRequest`",
        ["mimcm-8"] = "`Get-CmRequest -ThrottleLimit 8`",
        ["mimcm-1"] = "`Set-CmRequestStatus`",
        ["mimcm-4"] = "`Set-CmRequestStatus -ThrottleLimit 4`",
        ["mimcm-16"] = "`Set-CmRequestStatus -ThrottleLimit 16`",
        ["mimcm-journal-1"] = "`Set-CmRequestStatus -JournalPath`",
        ["mimcm-journal-16"] = "`Set-CmRequestStatus -ThrottleLimit 16 -JournalPath`",
        ["irm"] = "`Invoke-RestMethod`",
        ["irm-typed"] = "`Invoke-RestMethod`, converted by hand",
        ["irm-session"] = "`Invoke-RestMethod -WebSession`",
        ["irm-parallel-16"] = "`Invoke-RestMethod` in `ForEach-Object -Parallel`, 16",
        ["stj"] = "C#: HttpClient and System.Text.Json",
        ["client"] = "C#: MimCm.Client",
        ["client-16"] = "C#: MimCm.Client, 16 concurrent",
        ["raw"] = "C#: raw download",
        ["empty"] = "an empty binary module",
    };

    /// <summary>The name for a table in Markdown.</summary>
    public static string ForTable(string subject) => Markdown[subject];

    /// <summary>The name for a chart.</summary>
    public static string ForChart(string subject) => Markdown[subject].Replace("`", "", StringComparison.Ordinal);
}
