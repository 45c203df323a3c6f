namespace MimCm.Simulator.Bodies;

/// <summary>A certificate of the current user, as certificates lists it. The dates have no zone.</summary>
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
