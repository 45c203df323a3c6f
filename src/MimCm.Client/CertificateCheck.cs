using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace MimCm;

/// <summary>The platform's own check of a server certificate, and in words what it found wrong with the last one.</summary>
internal sealed class CertificateCheck(bool skip)
{
    private volatile string? _problem;

    /// <summary>What was wrong with the certificate last refused; null when none was.</summary>
    public string? Problem => _problem;

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || skip)
            return true;

        _problem = Describe(certificate, chain, errors);
        return false;
    }

    private static string Describe(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is null)
            return ClientText.CertificateMissing;

        var problems = new List<string>();
        if ((errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
            problems.Add(ClientText.CertificateName);

        if (chain is not null)
            problems.AddRange(chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Where(text => text.Length > 0).Distinct());

        if (problems.Count == 0)
            problems.Add(errors.ToString());

        return ClientText.Certificate.With(
            certificate.Subject, certificate.GetCertHashString(), certificate.GetEffectiveDateString(), certificate.GetExpirationDateString(), string.Join(" ", problems));
    }
}
