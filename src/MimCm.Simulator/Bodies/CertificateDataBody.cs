using System.Text.Json.Serialization;

namespace MimCm.Simulator.Bodies;

/// <summary>Certificate, as returned by certificatedata. The mixed case of the property names is from Microsoft's examples (docs/api.md, section
/// 5.7).</summary>
internal sealed record CertificateDataBody(string TemplateCommonName, string Pkcs7)
{
    [JsonPropertyOrder(-2)]
    public string TemplateCommonName { get; init; } = TemplateCommonName;

    [JsonPropertyOrder(-1)]
    public int CertificateId { get; init; }

    /// <summary>The flag of a certificate in a PKCS #7 structure (docs/api.md, section 4.6).</summary>
    [JsonPropertyOrder(-1)]
    public int Flags { get; init; } = 65536;

    [JsonPropertyOrder(-1)]
    public bool UseLocalMachineStore { get; init; }

    [JsonPropertyOrder(-1)]
    public string? Error { get; init; }

    /// <summary>The certificates in base64, with a line break after every 76 characters.</summary>
    public string Pkcs7 { get; init; } = Pkcs7;

    public string? Pfx { get; init; }

    public bool IsExternal { get; init; }

    [JsonPropertyName("isServerGenerated")]
    public bool IsServerGenerated { get; init; }

    [JsonPropertyName("isPfx")]
    public bool IsPfx { get; init; }

    [JsonPropertyName("isPkcs7")]
    public bool IsPkcs7 { get; init; } = true;

    [JsonPropertyName("isKeyHistory")]
    public bool IsKeyHistory { get; init; }
}
