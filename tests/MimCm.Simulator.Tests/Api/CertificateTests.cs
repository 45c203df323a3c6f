using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace MimCm.Simulator.Tests;

public sealed class CertificateTests
{
    [Theory]
    [InlineData("smartcards/438d1b30-f3b4-4bed-85fa-285e08605ba7/certificates", "smartcard-certificates.response")]
    [InlineData("certificates", "certificates.response")]
    [InlineData("requests/" + Sim.EnrollId + "/certificaterequestgenerationoptions", "certificaterequestgenerationoptions.response")]
    public async Task EachElementHasTheDocumentedPropertiesInOrderAndType(string path, string example)
    {
        await using var sim = await Sim.StartAsync();
        static IEnumerable<(string, JsonValueKind)> Shape(JsonElement element) =>
            element.EnumerateObject().Select(p => (p.Name, p.Value.ValueKind is JsonValueKind.True ? JsonValueKind.False : p.Value.ValueKind));
        var expected = Shape(JsonDocument.Parse(ExampleBodies.Read(example)).RootElement[0]).ToList();

        var elements = (await sim.ReadAsync(path)).EnumerateArray().ToList();

        Assert.NotEmpty(elements);
        Assert.All(elements, element => Assert.Equal(expected, Shape(element)));
    }

    [Fact]
    public async Task GenerationOptionsAreThoseOfTheDocumentation()
    {
        await using var sim = await Sim.StartAsync();

        var (_, body) = await sim.SendAsync("GET", $"requests/{Sim.EnrollId}/certificaterequestgenerationoptions");

        Assert.Equal(ExampleBodies.Read("certificaterequestgenerationoptions.response"), body);
        Assert.Equal(403, (await sim.SendAsync("GET", $"requests/{sim.Any(16)}/certificaterequestgenerationoptions")).Status);
        Assert.Equal(204, (await sim.SendAsync("GET", $"requests/{Guid.NewGuid()}/certificaterequestgenerationoptions")).Status);
    }

    [Fact]
    public async Task CardHasTheSameOneToFourCertificatesEachTime()
    {
        await using var sim = await Sim.StartAsync();
        var counts = new List<int>();
        foreach (var request in sim.Host.Requests(8).Where(r => r is { RequestType: 1, IsSmartcard: true }).Take(40))
        {
            var path = $"smartcards/{request.NewSmartcardUuid}/certificates";
            var (_, body) = await sim.SendAsync("GET", path);

            Assert.Equal(body, (await sim.SendAsync("GET", path)).Body);
            var certificates = JsonDocument.Parse(body).RootElement.EnumerateArray().ToList();
            counts.Add(certificates.Count);
            Assert.All(certificates, c => Assert.Matches("^[0-9A-F]{38}$", c.GetProperty("SerialNumber").GetString()));
            Assert.All(certificates, c => Assert.Matches("^[0-9A-F]{40}$", c.GetProperty("Thumbprint").GetString()));
        }
        Assert.Equal([1, 2, 3, 4], counts.Distinct().Order());
    }

    [Fact]
    public async Task CertificatesOfTheCallerAreNewestFirstWithDatesWithoutAZone()
    {
        await using var sim = await Sim.StartAsync();

        var certificates = (await sim.ReadAsync("certificates")).EnumerateArray().ToList();

        var dates = certificates.Select(c => c.GetProperty("NotBefore").GetString()!).ToList();
        Assert.Equal(dates.OrderDescending(StringComparer.Ordinal), dates);
        Assert.All(dates, date => Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$", date));
        Assert.All(certificates, c => Assert.Equal("CONTOSO\\jane", c.GetProperty("RequesterName").GetString()));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public async Task CertificateRequestResultsInACertificateForItsKey(bool isElliptic)
    {
        await using var sim = await Sim.StartAsync();
        using AsymmetricAlgorithm key = isElliptic ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(2048);
        var signingRequest = key is RSA rsa
            ? new CertificateRequest("CN=Jane Doe", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest()
            : new CertificateRequest("CN=Jane Doe", (ECDsa)key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var body = JsonSerializer.Serialize(new
        {
            pfxpassword = "",
            certificaterequests = new[] { Convert.ToBase64String(signingRequest, Base64FormattingOptions.InsertLineBreaks) },
        });

        var (status, text) = await sim.SendAsync("POST", $"requests/{Sim.EnrollId}/certificatedata", body);

        Assert.Equal(200, status);
        var answer = JsonDocument.Parse(text).RootElement[0];
        Assert.Equal(
            ["TemplateCommonName", "CertificateId", "Flags", "UseLocalMachineStore", "Error", "Pkcs7", "Pfx", "IsExternal", "isServerGenerated", "isPfx",
                "isPkcs7",
                "isKeyHistory"],
            answer.EnumerateObject().Select(p => p.Name));
        Assert.Equal((65536, true), (answer.GetProperty("Flags").GetInt32(), answer.GetProperty("isPkcs7").GetBoolean()));
        Assert.Contains("\r\n", answer.GetProperty("Pkcs7").GetString()!);
        var bag = new X509Certificate2Collection();
#pragma warning disable SYSLIB0057 // X509CertificateLoader does not read PKCS#7.
        bag.Import(Convert.FromBase64String(answer.GetProperty("Pkcs7").GetString()!));
#pragma warning restore SYSLIB0057
        var leaf = bag.Single(c => c.Subject == "CN=Jane Doe");
        var authority = bag.Single(c => c != leaf);
        Assert.Equal(key.ExportSubjectPublicKeyInfo(), leaf.PublicKey.ExportSubjectPublicKeyInfo());
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        Assert.True(chain.Build(leaf));
        Assert.Equal(18, sim.Host.Find(new(Sim.EnrollId))!.Status);
    }

    [Theory]
    [InlineData("{}", 400)]
    [InlineData("""{"certificaterequests":[]}""", 400)]
    [InlineData("""{"certificaterequests":["!"]}""", 500)]
    [InlineData("""{"certificaterequests":["MIIB"]}""", 500)]
    public async Task InvalidCertificateRequestIsRejectedAndChangesNothing(string body, int status)
    {
        await using var sim = await Sim.StartAsync();

        Assert.Equal(status, (await sim.SendAsync("POST", $"requests/{Sim.EnrollId}/certificatedata", body)).Status);
        Assert.Equal(3, sim.Host.Find(new(Sim.EnrollId))!.Status);
    }

    [Fact]
    public async Task CertificatesAreIssuedOnlyForRequestsThatAreReadyAndIfTheOptionAllowsIt()
    {
        await using var sim = await Sim.StartAsync();
        Assert.Equal(403, (await sim.SendAsync("POST", $"requests/{sim.Any(16)}/certificatedata", "{}")).Status);

        sim.Host.Behavior = new() { CertificateData = false };
        Assert.Equal(500, (await sim.SendAsync("POST", $"requests/{Sim.EnrollId}/certificatedata", "{}")).Status);
    }
}
