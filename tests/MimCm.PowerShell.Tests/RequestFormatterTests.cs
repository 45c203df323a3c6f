namespace MimCm.PowerShell.Tests;

/// <summary>The helper of the views, as far as it can be tested without PowerShell. The rest is in tests/Pester/Console/Views.Tests.ps1.</summary>
public sealed class RequestFormatterTests
{
    private static readonly Type View = CommandAssembly.Cmdlets.Values.First().Assembly.GetType("MimCm.PowerShell.Output.RequestFormatter",
        throwOnError: true)!;

    [Theory]
    [InlineData(-10, "0m")]
    [InlineData(59, "59m")]
    [InlineData(60, "1h")]
    [InlineData((24 * 60) - 1, "23h")]
    [InlineData(24 * 60, "1d")]
    [InlineData((1000 * 24 * 60) - 1, "999d")]
    [InlineData(1000 * 24 * 60, "2y")]
    [InlineData(11 * 366 * 24 * 60, "11y")]
    public void AgeOfAnOpenRequestIsInItsLargestUnit(int minutes, string shown)
    {
        var submitted = DateTime.UtcNow.AddMinutes(-minutes).AddSeconds(-1);

        Assert.Equal(shown, Age(true, submitted));
        Assert.Equal(shown, Age(true, submitted.ToLocalTime()));
        Assert.InRange(shown.Length, 2, 4);
    }

    [Fact]
    public void FinalRequestsAndThoseWithoutADateHaveNoAge()
    {
        Assert.Equal("", Age(false, DateTime.UtcNow));
        Assert.Equal("", Age(null, DateTime.UtcNow));
        Assert.Equal("", Age(true, null));
        Assert.Equal("", Age(true, default(DateTime)));
    }

    [Fact]
    public void FormatterIsHiddenFromEditors() =>
        Assert.Contains(View.GetCustomAttributesData(), attribute => attribute.AttributeType.Name == "EditorBrowsableAttribute");

    private static string Age(bool? isOpen, DateTime? submitted) =>
        (string)View.GetMethod("Age", [typeof(bool?), typeof(DateTime?)])!.Invoke(null, [isOpen, submitted])!;
}
