using System.Globalization;
using System.Text.Json;

namespace MimCm.Client.Tests;

/// <summary>Creates requests as a server sends them.</summary>
internal static class RequestBuilder
{
    private static readonly Guid[] Templates = Ids(4, 7);
    private static readonly Guid[] Users = Ids(9, 11);

    public static Request Create(
        RequestStatus status = RequestStatus.Pending, RequestType type = RequestType.Enroll, Guid template = default, Guid target = default,
        Guid originator = default, DateTime? submittedUtc = null, DateTime? completedUtc = null)
    {
        var body = new Dictionary<string, object?>
        {
            ["Uuid"] = Guid.NewGuid(),
            ["Status"] = (int)status,
            ["RequestType"] = (int)type,
            ["ProfileTemplateUuid"] = template,
            ["TargetUserUuid"] = target,
            ["OriginatorUserUuid"] = originator,
            ["Submitted"] = Wire(submittedUtc),
            ["Completed"] = Wire(completedUtc),
        };
        return JsonSerializer.Deserialize<Request>(JsonSerializer.Serialize(body))!;
    }

    /// <summary>Creates requests of all kinds: with unknown statuses and types, without dates, completed before they were submitted, and with
    /// times to complete that occur several times.</summary>
    public static List<Request> CreateRandom(int count, int seed)
    {
        var random = new Random(seed);
        var statuses = new[] { 0, 3, 4, 8, 8, 8, 8, 9, 16, 17, 18, 77 };
        var requests = new List<Request>(count);
        for (var i = 0; i < count; i++)
        {
            DateTime? submitted = random.Next(20) == 0 ? null
                : new DateTime(2023, 12, 20, 0, 0, 0, DateTimeKind.Utc).AddMilliseconds(random.Next(270_000_000) * 333L);
            DateTime? completed = random.Next(20) == 0 ? null
                : (submitted ?? DateTime.UtcNow).AddSeconds(random.Next(3) == 0 ? random.Next(5) : random.Next(-10, 9_000_000));
            requests.Add(Create(
                (RequestStatus)statuses[random.Next(statuses.Length)], (RequestType)random.Next(15), Templates[random.Next(Templates.Length)],
                Users[random.Next(Users.Length)], Users[random.Next(Users.Length)], submitted, completed));
        }

        return requests;
    }

    private static string Wire(DateTime? utc) =>
        utc is { } date ? date.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) + "Z" : "0001-01-01T00:00:00";

    private static Guid[] Ids(int count, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[16];
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            random.NextBytes(bytes);
            return new Guid(bytes);
        })];
    }
}
