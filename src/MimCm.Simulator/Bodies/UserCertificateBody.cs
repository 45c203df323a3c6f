namespace MimCm.Simulator.Bodies;

/// <summary>A certificate of the current user, as listed by certificates. The dates have no zone (docs/api.md, section 5.6).</summary>
internal sealed record UserCertificateBody(
    bool IsKeyHistory,
    bool ArchivedOnCa,
    int CertificateType,
    string TemplateCommonName,
    string SerialNumber,
    string Thumbprint,
    DateTime NotAfter,
    DateTime NotBefore,
    string Issuer,
    string RequesterName,
    int Status);
