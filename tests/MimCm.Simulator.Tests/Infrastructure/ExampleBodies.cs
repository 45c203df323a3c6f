using System.Text.Json;

namespace MimCm.Simulator.Tests;

/// <summary>Microsoft's own bodies.</summary>
internal static class ExampleBodies
{
    public static string EnrollApproved => Compact("request-enroll-approved.json");

    public static string EnrollCompleted => Compact("request-enroll-completed.json");

    public static string UnblockApproved => Compact("request-unblock-approved.json");

    /// <summary>A body of the documentation without the white space between its tokens.</summary>
    public static string Read(string name) => Compact($"{name}.json");

    /// <summary>The same characters without the white space between the tokens; order and escapes stay as published.</summary>
    private static string Compact(string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Bodies", file));
        var compact = new System.Text.StringBuilder();
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"' && (i == 0 || text[i - 1] != '\\'))
                inString = !inString;
            if (inString || !char.IsWhiteSpace(text[i]))
                compact.Append(text[i]);
        }
        using var check = JsonDocument.Parse(compact.ToString());
        return compact.ToString();
    }
}
