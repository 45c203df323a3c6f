using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MimCm.Client.Tests;

/// <summary>Which certificates are accepted, and the reason for a rejected one.</summary>
public sealed class ServerCertificateValidatorTests
{
    private readonly ServerCertificateValidator _validator = new(skip: false);

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public void CertificateWithoutErrorsIsAcceptedAndClearsTheProblem()
    {
        using var certificate = Create("CN=cm.contoso.com");
        Assert.False(_validator.Validate(this, certificate, chain: null, SslPolicyErrors.RemoteCertificateChainErrors));
        Assert.NotNull(_validator.Problem);

        Assert.True(_validator.Validate(this, certificate, chain: null, SslPolicyErrors.None));
        Assert.Null(_validator.Problem);
    }

    [Fact]
    public void AnyCertificateIsAcceptedIfTheCheckIsSkipped() =>
        Assert.True(new ServerCertificateValidator(skip: true).Validate(this, certificate: null, chain: null, SslPolicyErrors.RemoteCertificateNotAvailable));

    [Fact]
    public void MissingCertificateIsReported() => Assert.Equal(
        "The server sent no certificate.", _validator.GetProblem(certificate: null, chain: null, SslPolicyErrors.RemoteCertificateNotAvailable));

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public void ErrorWithoutAChainStatusIsReportedByItsName()
    {
        using var certificate = Create("CN=cm.contoso.com");

        Assert.EndsWith(
            "was rejected: RemoteCertificateChainErrors", _validator.GetProblem(certificate, chain: null, SslPolicyErrors.RemoteCertificateChainErrors),
            StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public void ProblemsOfTheChainFollowTheNames()
    {
        using var certificate = Create("CN=cm.contoso.com", "a.contoso.com");
        using var chain = new X509Chain();
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        Assert.False(chain.Build(certificate));
        var status = Assert.Single(chain.ChainStatus).StatusInformation.Trim();

        var problem = _validator.GetProblem(
            certificate, chain, SslPolicyErrors.RemoteCertificateNameMismatch | SslPolicyErrors.RemoteCertificateChainErrors);

        Assert.EndsWith($"was rejected: It was issued for another name: a.contoso.com. {status}", problem, StringComparison.Ordinal);
    }

#if NET
    [Fact]
    public void FirstThreeNamesAreReported()
    {
        using var certificate = Create("CN=cm.contoso.com", "a.contoso.com", "b.contoso.com", "c.contoso.com", "d.contoso.com");

        Assert.EndsWith("another name: a.contoso.com, b.contoso.com, c.contoso.com.",
            _validator.GetProblem(certificate, chain: null, SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal);
    }
#endif

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public void SubjectIsReportedIfThereAreNoOtherNames()
    {
        using var certificate = Create("CN=cm.contoso.com, O=Contoso");

        Assert.EndsWith("another name: cm.contoso.com.",
            _validator.GetProblem(certificate, chain: null, SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal);
    }

    [FactNotOnMono(Mono.MakesNoCertificates)]
    public void IssuerIsNotReportedAsAName()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName("CN=cm.contoso.com"), key, HashAlgorithmName.SHA256);
        var issuer = new X500DistinguishedName("CN=Contoso CA");
        using var certificate = request.Create(
            issuer, X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1), [1]);

        Assert.EndsWith("another name: cm.contoso.com.",
            _validator.GetProblem(certificate, chain: null, SslPolicyErrors.RemoteCertificateNameMismatch), StringComparison.Ordinal);
    }

    private static X509Certificate2 Create(string subject, params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(new X500DistinguishedName(subject), key, HashAlgorithmName.SHA256);
        if (hosts.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in hosts)
                names.AddDnsName(host);

            request.CertificateExtensions.Add(names.Build());
        }

        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
