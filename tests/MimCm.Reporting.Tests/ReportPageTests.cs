using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using MimCm.Client.Tests;

namespace MimCm.Reporting.Tests;

/// <summary>The content of a report.</summary>
public sealed class ReportPageTests
{
    private const string Hostile = "</title></style><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";

    private static readonly DateTime Now = TestReport.Created.UtcDateTime;

    [Fact]
    public void EveryRequestIsCountedInEverySection()
    {
        var requests = RequestBuilder.CreateRandom(2000, 5);

        var page = TestReport.Write(requests);

        Assert.Equal(requests.Count(request => request.IsOpen), Sum(TestReport.Rows(page, "Open requests by age and status")));
        Assert.Equal(requests.Count, Sum(TestReport.Rows(page, "Requests submitted by month and type")));
        Assert.Equal(
            requests.Count(request => request.Status == RequestStatus.Completed && request.Completed is not null
                && (DateTime?)request.Submitted is { Ticks: > 0 }),
            Sum(TestReport.Rows(page, "Completed requests by time to complete")));
        Assert.Equal(requests.Count, TestReport.Rows(page, "Requests by profile template").Sum(row => Number(row[1])));
        Assert.Equal(50, TestReport.Rows(page, "The 50 oldest open requests").Length);
    }

    [Fact]
    public void OldestOpenRequestsAreListedOldestFirst()
    {
        var requests = RequestBuilder.CreateRandom(500, 9);
        var expected = requests.Where(request => request.IsOpen && (DateTime?)request.Submitted is { Ticks: > 0 })
            .OrderBy(request => request.Submitted).Take(50).Select(request => request.Uuid.ToString());

        Assert.Equal(expected, TestReport.Rows(TestReport.Write(requests), "The 50 oldest open requests").Select(row => row[^1]));
    }

    [Fact]
    public void TextFromUsersIsEscaped()
    {
        var request = Create(Hostile);

        var page = TestReport.Write([request], context => context with
        {
            Server = Hostile,
            Scope = Hostile,
            IncompleteReason = Hostile,
            TemplateName = _ => "<img src=x>",
            UserName = _ => Hostile,
        });

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(TestReport.Parse(page).Descendants().Attributes(),
            attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
        Assert.Equal(["<img src=x>"], TestReport.Rows(page, "Requests by profile template (incomplete)").Select(row => row[0]));
    }

    [Theory]
    [InlineData("a\0b\u0007c\u001b[31md", "a b c [31md")]
    [InlineData("\u202Eright to left\u2066", " right to left ")]
    [InlineData("\ud83c\udfab ticket", "\ud83c\udfab ticket")]
    public void ControlAndFormatCharactersBecomeSpaces(string comment, string shown) => Assert.Equal(shown, Page.PageText.Clean(comment));

    [Fact]
    public void UnpairedSurrogatesAndNoncharactersAreReplaced() =>
        Assert.Equal("half \uFFFD pair \uFFFD\uFFFD", Page.PageText.Clean("half " + (char)0xD83D + " pair " + (char)0xFFFE + (char)0xFFFF));

    [Fact]
    public void LongTextIsCutBetweenCharacters()
    {
        var shown = Page.PageText.Clean("x" + string.Concat(Enumerable.Repeat("\ud83c\udfab", 5000)));

        Assert.True(shown.Length < 210);
        Assert.EndsWith("\ud83c\udfab…", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(164, true)]
    [InlineData(165, false)]
    [InlineData(199, false)]
    public void LongTextIsCutBeforeAGuid(int start, bool isShown)
    {
        const string guid = "5f1d0c2a-9d3e-4b7a-8c61-2e0f4a6b8d93";
        var before = new string('x', start - 1) + " ";

        Assert.Equal(before + (isShown ? guid : "") + "…", Page.PageText.Clean(before + guid + " and more"));
    }

    [Fact]
    public void IncompleteReportSaysSoFirstAndInEveryCaption()
    {
        var page = TestReport.Parse(TestReport.Write(RequestBuilder.CreateRandom(100, 1),
            context => context with { IncompleteReason = "the connection was lost" }));

        Assert.StartsWith("Incomplete: ", page.Descendants("title").Single().Value, StringComparison.Ordinal);
        var first = page.Element("body")!.Descendants().First(element => element.Nodes().OfType<XText>().Any(text => text.Value.Length > 0));
        Assert.StartsWith("This report is incomplete.", first.Value, StringComparison.Ordinal);
        Assert.Contains("after 100 requests", page.Descendants("p").First().Value, StringComparison.Ordinal);
        Assert.Contains("the connection was lost", page.Descendants("p").First().Value, StringComparison.Ordinal);
        Assert.All(page.Descendants("caption"), caption => Assert.EndsWith(" (incomplete)", caption.Value, StringComparison.Ordinal));
        Assert.All(page.Descendants("figcaption"), caption => Assert.Contains(" (incomplete)", caption.Value, StringComparison.Ordinal));
    }

    [Fact]
    public void CompleteReportDoesNotContainTheWordIncomplete() =>
        Assert.DoesNotContain("incomplete", TestReport.Write(RequestBuilder.CreateRandom(100, 1)), StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void PageSaysThatThereAreNoRequests()
    {
        Assert.Contains("No requests were found.", TestReport.Write([]), StringComparison.Ordinal);
        Assert.Contains("No request had arrived.", TestReport.Write([], context => context with { IncompleteReason = "refused" }), StringComparison.Ordinal);
    }

    [Fact]
    public void RequestsWithoutDatesHaveTheirOwnRows()
    {
        var page = TestReport.Write([RequestBuilder.Create(), RequestBuilder.Create(RequestStatus.Completed, completedUtc: Now)]);

        Assert.Equal(["date not known", "1", "0", "0", "1"], TestReport.Rows(page, "Open requests by age and status")[^1]);
        Assert.Equal([["date not known", "2", "2"]], TestReport.Rows(page, "Requests submitted by month and type"));
        Assert.Contains("No request was completed.", page, StringComparison.Ordinal);
        Assert.Contains("none that is has a date of submission", page, StringComparison.Ordinal);
    }

    [Fact]
    public void MonthsEndWithTheLastOneThatIsNotInTheFuture()
    {
        DateTime[] submitted = [new(1, 1, 2), new(2022, 5, 5), new(2025, 1, 5), new(2026, 9, 5), new(2026, 12, 30), new(9999, 12, 30)];
        var rows = TestReport.Rows(
            TestReport.Write(submitted.Select(date => RequestBuilder.Create(submittedUtc: DateTime.SpecifyKind(date, DateTimeKind.Utc)))),
                "Requests submitted by month and type");

        Assert.Equal(["before 2024-10", "2", "2"], rows[0]);
        Assert.Equal("2024-10", rows[1][0]);
        Assert.Equal(["2025-01", "1", "1"], rows[4]);
        Assert.Equal(["2026-09", "1", "1"], rows[24]);
        Assert.Equal(["after 2026-09", "2", "2"], rows[25]);
        Assert.Equal(26, rows.Length);
    }

    [Fact]
    public void UnknownTypesAndStatusesAreShownAsNumbers()
    {
        var page = TestReport.Write([RequestBuilder.Create((RequestStatus)77, (RequestType)4711, submittedUtc: Now)]);

        Assert.Contains("type 4711", TestReport.Parse(page).Descendants("th").Select(heading => heading.Value));
        Assert.Contains("Other status", page, StringComparison.Ordinal);
    }

    [Fact]
    public void PageStaysSmallWithTenThousandTemplatesAndTypes()
    {
        var requests = Enumerable.Range(0, 20_000)
            .Select(i => RequestBuilder.Create((RequestStatus)(i % 20), (RequestType)(i % 10_000), new Guid(i % 10_000 + 1, 0, 0, new byte[8]),
                submittedUtc: Now.AddHours(-i), completedUtc: Now))
            .ToList();

        var page = TestReport.Write(requests, context => context with { TemplateName = id => new string('<', 100_000) });

        Assert.InRange(Encoding.UTF8.GetByteCount(page), 1, 999_999);
        var rows = TestReport.Rows(page, "Requests by profile template");
        Assert.Equal("9,800 other profile templates", rows[^1][0]);
        Assert.Equal(20_000, rows.Sum(row => Number(row[1])));
        Assert.Equal(20_000, Sum(TestReport.Rows(page, "Requests submitted by month and type")));
    }

    [Fact]
    public void PageIsTheSameInEveryCulture()
    {
        var requests = RequestBuilder.CreateRandom(300, 12);
        var before = CultureInfo.CurrentCulture;
        var expected = TestReport.Write(requests);
        foreach (var culture in new[] { "fa-IR", "ar-SA", "tr-TR", "de-DE", "th-TH" })
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            try
            {
                Assert.Equal(expected, TestReport.Write(requests));
            }
            finally
            {
                CultureInfo.CurrentCulture = before;
            }
        }
    }

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(61, "1 min 1 s")]
    [InlineData(7200, "2 h")]
    [InlineData(90000, "1 d 1 h")]
    [InlineData(86400 * 12345, "12,345 d")]
    [InlineData(-61, "−1 min 1 s")]
    public void DurationIsShownInItsTwoLargestUnits(int seconds, string text) => Assert.Equal(text, Page.PageText.Time(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void ElementIdsAreUnique()
    {
        var ids = TestReport.Parse(TestReport.Write(RequestBuilder.CreateRandom(500, 2))).DescendantsAndSelf().Attributes("id").Select(id => id.Value).ToList();

        Assert.NotEmpty(ids);
        Assert.Equal(ids.Distinct(), ids);
    }

    private static Request Create(string comment) =>
        JsonSerializer.Deserialize<Request>(
            JsonSerializer.Serialize(new { Uuid = Guid.NewGuid(), Status = 16, RequestType = 1, Comment = comment, Submitted = "2026-01-01T00:00:00Z" }))!;

    private static long Sum(string[][] rows) => rows.Sum(row => Number(row[^1]));

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
