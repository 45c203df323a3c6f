using System.Text.RegularExpressions;

namespace MimCm.Client.Tests;

/// <summary>Microsoft's example bodies, unchanged and modified.</summary>
internal static class Bodies
{
    public const string EnrollId = "a9b4b42c-cc50-4c9b-89d1-bbc0bcd5a099";
    public const string UnblockId = "0c96d73f-967b-420e-854a-43ad2a1504bc";
    public static readonly Guid Enroll = Guid.Parse(EnrollId);
    public static readonly Guid Unblock = Guid.Parse(UnblockId);

    public static readonly byte[] EnrollApproved = Load("request-enroll-approved.json");
    public static readonly byte[] EnrollCompleted = Load("request-enroll-completed.json");
    public static readonly byte[] UnblockApproved = Load("request-unblock-approved.json");

    /// <summary>A list in the format of ASP.NET Web API.</summary>
    public static byte[] Array(params byte[][] requests) => $"[{string.Join(",", requests.Select(Utf8Extensions.Text))}]".Bytes();

    /// <summary>The approved enroll request with another value of one property.</summary>
    public static byte[] With(string property, string json) => EnrollApproved.With(property, json);

    /// <summary>The body with another value of one property.</summary>
    public static byte[] With(this byte[] body, string property, string json)
    {
        var pattern = new Regex($"(?s)\"{property}\":(\\[.*?\\]|\"[^\"]*\"|[^,\"\\[\\}}]*?)(?=,|\\s*\\}})");
        var text = body.Text();
        Assert.Single(pattern.Matches(text));
        return pattern.Replace(text, _ => $"\"{property}\":{json}").Bytes();
    }

    /// <summary>The approved enroll request with another id and status.</summary>
    public static byte[] Request(Guid id, RequestStatus status = RequestStatus.Approved) =>
        With("Uuid", $"\"{id}\"").With("Status", $"{(int)status}");

    /// <summary>The id of the n-th of many requests.</summary>
    public static Guid Id(int n) => new(n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

    /// <summary>One of the example bodies.</summary>
    public static byte[] Load(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Bodies", name));
}
