namespace MimCm.Simulator.Ldap;

/// <summary>The result codes of RFC 4511 that the directory uses.</summary>
internal enum LdapResultCode
{
    Success = 0,
    ProtocolError = 2,
    SizeLimitExceeded = 4,
    AuthMethodNotSupported = 7,
    NoSuchObject = 32,
    UnwillingToPerform = 53,
}
