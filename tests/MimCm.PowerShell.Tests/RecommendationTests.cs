using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace MimCm.PowerShell.Tests;

/// <summary>The recommendations of errors. PowerShell shows one with every error, so that hundreds of errors remain readable only if each is short.</summary>
public sealed partial class RecommendationTests
{
    private const int MaxLength = 160;

    [Fact]
    public void NoRecommendationIsLongerThanTwoLines()
    {
        var texts = XDocument.Load(Checkout.PathOf("src/MimCm.PowerShell/Strings.resx")).Root!.Elements("data")
            .ToDictionary(data => (string)data.Attribute("name")!, data => (string)data.Element("value")!);
        var used = ResourceName().Matches(File.ReadAllText(Checkout.PathOf("src/MimCm.PowerShell/Output/ErrorRecordFactory.cs")))
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .ToList();
        Assert.InRange(used.Count, 40, 100);

        Assert.Empty(used.Where(name => texts[name].Length > MaxLength).Select(name => $"{name} has {texts[name].Length} characters"));
    }

    [GeneratedRegex(@"(?<!nameof\()\bStrings\.(\w+)")]
    private static partial Regex ResourceName();
}
