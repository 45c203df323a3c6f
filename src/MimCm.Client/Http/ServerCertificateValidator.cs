using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Http;

/// <summary>Validates server certificates as the platform does, and describes the problem of the last certificate that was rejected.</summary>
/// <param name="skip">Whether every certificate is accepted.</param>
internal sealed class ServerCertificateValidator(bool skip)
{
    private volatile string? _problem;

    /// <summary>The problem of the certificate that was rejected last; null if none was rejected.</summary>
    public string? Problem => _problem;

    /// <summary>Returns whether the certificate is accepted.</summary>
    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        (_problem = GetProblem(certificate, chain, errors)) is null;

    /// <summary>Returns the problem of a certificate; null if it is accepted.</summary>
    public string? GetProblem(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        errors == SslPolicyErrors.None || skip ? null : Describe(certificate, chain, errors);

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return Strings.CertificateMissing;

        var problems = new List<string>();
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            problems.Add(Strings.CertificateName.With(NamesOf(certificate)));

        if (chain is not null)
            problems.AddRange(chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Where(text => text.Length > 0).Distinct());

        if (problems.Count == 0)
            problems.Add(errors.ToString());

        return Strings.Certificate.With(
            UnicodeText.ToSingleLine(certificate.Subject),
            certificate.GetCertHashString(),
            certificate.GetEffectiveDateString(),
            certificate.GetExpirationDateString(),
            string.Join(" ", problems));
    }

    /// <summary>Returns the first few names that a certificate was issued for.</summary>
    private static string NamesOf(X509Certificate certificate)
    {
        if (certificate is not X509Certificate2 full)
            return UnicodeText.ToSingleLine(certificate.Subject);

#if NET
        var names = full.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Take(3).ToArray();
        if (names.Length > 0)
            return UnicodeText.ToSingleLine(string.Join(", ", names));
#endif
        return UnicodeText.ToSingleLine(full.GetNameInfo(X509NameType.DnsName, forIssuer: false));
    }
}
