using System.Formats.Asn1;

namespace MimCm.Simulator.Ldap;

/// <summary>The tags of LDAP messages (RFC 4511, section 4.2 and following).</summary>
internal static class LdapOperation
{
    public static readonly Asn1Tag BindRequest = Application(0);
    public static readonly Asn1Tag BindResponse = Application(1);
    public static readonly Asn1Tag UnbindRequest = new(TagClass.Application, 2);
    public static readonly Asn1Tag SearchRequest = Application(3);
    public static readonly Asn1Tag SearchResultEntry = Application(4);
    public static readonly Asn1Tag SearchResultDone = Application(5);
    public static readonly Asn1Tag AbandonRequest = new(TagClass.Application, 16);
    public static readonly Asn1Tag ExtendedResponse = Application(24);

    /// <summary>Returns the tag of a response that contains only a result: the tag of the request plus one.</summary>
    public static Asn1Tag ResponseTo(Asn1Tag request) => Application(request.TagValue + 1);

    private static Asn1Tag Application(int number) => new(TagClass.Application, number, isConstructed: true);
}
