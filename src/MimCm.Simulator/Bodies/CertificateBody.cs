namespace MimCm.Simulator.Bodies;

/// <summary>X509ClmCertificate, as listed by smartcards/{id}/certificates and profiles/{id}/certificates: without dates (docs/api.md, section
/// 5.6).</summary>
internal sealed record CertificateBody(
    bool IsKeyHistory,
    bool ArchivedOnCa,
    int CertificateType,
    string TemplateCommonName,
    string SerialNumber,
    string Thumbprint);
