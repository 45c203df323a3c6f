namespace MimCm.Simulator.Bodies;

/// <summary>X509ClmCertificate, as smartcards/{id}/certificates and profiles/{id}/certificates list it: without dates.</summary>
internal sealed record CertificateBody(
    bool IsKeyHistory,
    bool ArchivedOnCa,
    int CertificateType,
    string TemplateCommonName,
    string SerialNumber,
    string Thumbprint);
