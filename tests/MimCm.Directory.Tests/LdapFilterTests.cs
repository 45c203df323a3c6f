namespace MimCm.DirectoryServices.Tests;

public sealed class LdapFilterTests
{
    // The examples of RFC 4515, section 4, and other characters that are escaped.
    [Theory]
    [InlineData("Parens R Us (for all your parenthetical needs)", @"Parens R Us \28for all your parenthetical needs\29")]
    [InlineData("*", @"\2a")]
    [InlineData(@"C:\MyFile", @"C:\5cMyFile")]
    [InlineData("\0\0\0\u0004", @"\00\00\00\04")]
    [InlineData("Lučić", @"Lu\c4\8di\c4\87")]
    [InlineData("a,b=c", "a,b=c")]
    public void ValueIsEscaped(string value, string escaped) => Assert.Equal(escaped, LdapFilter.Escape(value));

    [Fact]
    public void ObjectGuidIsWrittenAsTheDirectoryStoresIt() =>
        Assert.Equal(
            @"(&(objectClass=user)(|(objectGUID=\33\22\11\00\55\44\77\66\88\99\aa\bb\cc\dd\ee\ff)))",
            LdapFilter.ForIds([new Guid("00112233-4455-6677-8899-aabbccddeeff")]));
}
