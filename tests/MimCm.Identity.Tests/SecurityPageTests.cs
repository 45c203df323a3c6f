using System.Text.RegularExpressions;

namespace MimCm.Identity.Tests;

/// <summary>The tests that docs/security.md names exist.</summary>
public sealed class SecurityPageTests
{
    private static readonly string Page = File.ReadAllText(Checkout.PathOf("docs", "security.md"));

    [Fact]
    public void TestsNamedOnThePageExist()
    {
        var named = Regex.Matches(Page, "`(\\w+Tests)\\.(\\w+)`").Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct().ToList();
        Assert.NotEmpty(named);

        foreach (var (file, test) in named)
        {
            Assert.True(
                typeof(SecurityPageTests).Assembly.GetType($"MimCm.Identity.Tests.{file}")?.GetMethod(test) is not null,
                $"There is no test {file}.{test}.");
        }
    }

    [Fact]
    public void PesterTestsNamedOnThePageExist()
    {
        var named = Regex.Matches(Page, "\\*(\\w+)\\* \"([^\"]+)\"").Select(match => (match.Groups[1].Value, match.Groups[2].Value)).Distinct().ToList();
        Assert.NotEmpty(named);

        foreach (var (file, test) in named)
        {
            var text = File.ReadAllText(Directory.GetFiles(Checkout.PathOf("tests", "Pester"), $"{file}.Tests.ps1", SearchOption.AllDirectories).Single());
            Assert.True(text.Contains($"It '{test.Replace("'", "''")}'", StringComparison.Ordinal), $"There is no test \"{test}\" in {file}.Tests.ps1.");
        }
    }
}
