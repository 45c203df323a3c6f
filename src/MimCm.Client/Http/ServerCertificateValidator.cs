using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Http;

/// <summary>The platform's own check of a server certificate, and in words what it found wrong with the last one.</summary>
internal sealed class ServerCertificateValidator(bool skip)
{
    private volatile string? _problem;

    /// <summary>What was wrong with the certificate last refused; null when none was.</summary>
    public string? Problem => _problem;

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        (_problem = Refusal(certificate, chain, errors)) is null;

    /// <summary>What is wrong with a certificate; null when it is taken.</summary>
    public string? Refusal(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
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
            ErrorMessageReader.Printable(certificate.Subject), certificate.GetCertHashString(), certificate.GetEffectiveDateString(), certificate.GetExpirationDateString(), string.Join(" ", problems));
    }

    /// <summary>The first names that a certificate is made out to.</summary>
    private static string NamesOf(X509Certificate certificate)
    {
        if (certificate is not X509Certificate2 full)
            return ErrorMessageReader.Printable(certificate.Subject);

#if NET
        var names = full.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(extension => extension.EnumerateDnsNames()).Take(3).ToArray();
        if (names.Length > 0)
            return ErrorMessageReader.Printable(string.Join(", ", names));
#endif
        return ErrorMessageReader.Printable(full.GetNameInfo(X509NameType.DnsName, forIssuer: false));
    }
}
