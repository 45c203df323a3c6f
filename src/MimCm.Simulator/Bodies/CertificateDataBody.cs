using System.Text.Json.Serialization;

namespace MimCm.Simulator.Bodies;

/// <summary>Certificate, as certificatedata returns it. The mixed casing is Microsoft's.</summary>
internal sealed record CertificateDataBody(string TemplateCommonName, string Pkcs7)
{
    [JsonPropertyOrder(-2)]
    public string TemplateCommonName { get; init; } = TemplateCommonName;

    [JsonPropertyOrder(-1)]
    public int CertificateId { get; init; }

    /// <summary>The flag that comes with a PKCS#7 (docs/api.md, section 4).</summary>
    [JsonPropertyOrder(-1)]
    public int Flags { get; init; } = 65536;

    [JsonPropertyOrder(-1)]
    public bool UseLocalMachineStore { get; init; }

    [JsonPropertyOrder(-1)]
    public string? Error { get; init; }

    /// <summary>A certificate bag in base64, with a line break after each 76 characters.</summary>
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
