namespace MimCm.Client.Tests;

/// <summary>The characters that are not shown in a terminal, log or view.</summary>
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

    [Fact]
    public void NoGuidIsCut()
    {
        const string guid = "5f1d0c2a-9d3e-4b7a-8c61-2e0f4a6b8d93";
        const string text = $"Request {guid} is Pending, and so is {guid}.";
        for (var length = 1; length < text.Length; length++)
        {
            var shown = UnicodeText.Truncate(text, length);

            Assert.Equal(shown, UnicodeText.ToSingleLine(text, length));
            Assert.True(shown.Length <= length + 1, shown);
            Assert.StartsWith(shown[..^1], text, StringComparison.Ordinal);
            Assert.EndsWith("…", shown, StringComparison.Ordinal);
            Assert.DoesNotMatch("[0-9a-f]{4}", shown.Replace(guid, "", StringComparison.Ordinal));
        }

        Assert.Equal(text, UnicodeText.Truncate(text, text.Length));
        Assert.Equal(text, UnicodeText.ToSingleLine(text + " \n ", text.Length));
        Assert.Equal("Request …", UnicodeText.Truncate(text, "Request ".Length + guid.Length - 1));
        Assert.Equal($"Request {guid}…", UnicodeText.Truncate(text, "Request ".Length + guid.Length));
    }

    [Fact]
    public void WhatOnlyLooksLikeAGuidIsCutWhereTheTextEnds()
    {
        Assert.Equal("see 0123abcd-0123-4567-…", UnicodeText.Truncate("see 0123abcd-0123-4567-89ab-0123456789zz", 23));
        Assert.Equal("0123abcd-0123-4567-…", UnicodeText.Truncate("0123abcd-0123-4567-89ab-0123", 19));
    }

    [Fact]
    public void NoSurrogatePairIsCut()
    {
        Assert.Equal("ab…", UnicodeText.Truncate("ab😀cd", 3));
        Assert.Equal("ab😀…", UnicodeText.Truncate("ab😀cd", 4));
        Assert.Equal("…", UnicodeText.Truncate("😀cd", 1));
    }

    [Theory]
    [InlineData("aé ~\u10ff\u303f", 1)]
    [InlineData("\u1100日本語かカ한豈Ａ￥", 2)]
    [InlineData("\ud83d\ude00", 1)]
    public void EastAsianWideCharactersTakeTwoCells(string characters, int cells) =>
        Assert.All(characters, character => Assert.Equal(cells, UnicodeText.CellsOf(character)));
}
