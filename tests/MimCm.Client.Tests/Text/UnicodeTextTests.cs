namespace MimCm.Client.Tests;

/// <summary>The one list of characters that no terminal, log or view gets to see.</summary>
public sealed class UnicodeTextTests
{
    [Theory]
    [InlineData("\r")]
    [InlineData("\n")]
    [InlineData("\u001b")]
    [InlineData("\u0085")]
    [InlineData("\u009b")]
    [InlineData("\u00ad")]
    [InlineData("\u061c")]
    [InlineData("\u200b")]
    [InlineData("\u200f")]
    [InlineData("\u2028")]
    [InlineData("\u2029")]
    [InlineData("\u202e")]
    [InlineData("\u2066")]
    [InlineData("\ufeff")]
    [InlineData("\u3164")]
    [InlineData("\ufe0f")]
    [InlineData("\U000E0041")]
    [InlineData("\U000E0100")]
    public void UnsafeCharactersBecomeASpace(string letter)
    {
        Assert.Equal("a b", UnicodeText.ReplaceUnsafeCharacters($"a{letter}b"));
        Assert.Equal("a b", UnicodeText.ToSingleLine($"a{letter}{letter} b{letter}"));
    }

    [Fact]
    public void UnpairedSurrogateBecomesASpace()
    {
        foreach (var half in new[] { '\ud800', '\udc00' })
        {
            Assert.Equal("a b", UnicodeText.ReplaceUnsafeCharacters($"a{half}b"));
            Assert.Equal("a", UnicodeText.ToSingleLine($"a{half}"));
        }
    }

    [Theory]
    [InlineData("Zugriff für Köche")]
    [InlineData("日本語 العربية עברית")]
    [InlineData("😀 𝒳 ½ € ﷽")]
    [InlineData("e\u0301")]
    public void OrdinaryTextIsKept(string text)
    {
        Assert.Equal(text, UnicodeText.ReplaceUnsafeCharacters(text));
        Assert.Equal(text, UnicodeText.ToSingleLine(text));
    }

    [Fact]
    public void MessageCannotOverwriteOtherLines()
    {
        var failure = new MimCmException(MimCmError.ServerError, "first\rsecond\u2028third\U000E0041", new IOException("inner\rline"));

        Assert.DoesNotContain(failure.ToString().Replace(Environment.NewLine, " ", StringComparison.Ordinal), char.IsControl);
        Assert.Equal("first second third ", failure.Message);
        Assert.Equal("inner line", failure.InnerException!.Message);
    }
}
