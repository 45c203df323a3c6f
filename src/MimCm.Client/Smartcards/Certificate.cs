using System.Text.Json.Serialization;
using MimCm.Json;

namespace MimCm;

/// <summary>A certificate as MIM CM lists it (docs/api.md, section 5.6). The list of a smart card or profile contains only the first six properties.
/// The server sends the dates, issuer, requester and status only for the certificates of the current user. The response does not contain the
/// certificate itself.</summary>
public sealed class Certificate
{
    [JsonConstructor]
    internal Certificate(
        bool isKeyHistory,
        bool archivedOnCa,
        int certificateType,
        string? templateCommonName,
        string? serialNumber,
        string? thumbprint,
        DateTime? notAfter,
        DateTime? notBefore,
        string? issuer,
        string? requesterName,
        int? status)
    {
        IsKeyHistory = isKeyHistory;
        ArchivedOnCa = archivedOnCa;
        CertificateType = certificateType;
        TemplateCommonName = templateCommonName ?? "";
        SerialNumber = serialNumber ?? "";
        Thumbprint = thumbprint ?? "";
        NotAfter = notAfter;
        NotBefore = notBefore;
        Issuer = issuer;
        RequesterName = requesterName;
        Status = status;
    }

    /// <summary>Whether the certificate is kept for its key history.</summary>
    public bool IsKeyHistory { get; }

    /// <summary>Whether the private key is archived on the certification authority.</summary>
    public bool ArchivedOnCa { get; }

    /// <summary>The type of the certificate. Its numbers are not documented; it is 1 in all examples (docs/api.md, section 4.6).</summary>
    public int CertificateType { get; }

    /// <summary>The common name of the certificate template.</summary>
    public string TemplateCommonName { get; }

    /// <summary>The serial number, in hexadecimal digits.</summary>
    public string SerialNumber { get; }

    /// <summary>The SHA-1 thumbprint, in hexadecimal digits.</summary>
    public string Thumbprint { get; }

    /// <summary>The date and time at which the certificate expires, in local time; null if the server does not send it. The server sends no time
    /// zone, and the client assumes UTC.</summary>
    [JsonConverter(typeof(LocalDateTimeConverter))]
    public DateTime? NotAfter { get; }

    /// <summary>The date and time at which the certificate becomes valid, in local time; null if the server does not send it. The server sends no
    /// time zone, and the client assumes UTC.</summary>
    [JsonConverter(typeof(LocalDateTimeConverter))]
    public DateTime? NotBefore { get; }

    /// <summary>The certification authority, as its configuration string (host\name); null if the server does not send it.</summary>
    public string? Issuer { get; }

    /// <summary>The user who requested the certificate (DOMAIN\user); null if the server does not send it.</summary>
    public string? RequesterName { get; }

    /// <summary>The status of the certificate; null if the server does not send it. Its numbers are not documented; it is 0 in all examples
    /// (docs/api.md, section 4.6).</summary>
    public int? Status { get; }

    /// <summary>The smart card that the certificate was listed for; null if it was listed in another way. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? SmartcardUuid { get; internal set; }

    /// <summary>The profile that the certificate was listed for; null if it was listed in another way. Not part of the API.</summary>
    [JsonIgnore]
    public Guid? ProfileUuid { get; internal set; }

    /// <summary>Whether the certificate has expired, by the clock of this computer; null if the date of expiry is unknown. Not part of the
    /// API.</summary>
    [JsonIgnore]
    public bool? IsExpired => NotAfter is { } end ? end.ToUniversalTime() < DateTime.UtcNow : null;

    /// <summary>The connection that read the certificate.</summary>
    [JsonIgnore]
    internal object? Source { get; set; }

    /// <summary>Returns the template and the serial number.</summary>
    public override string ToString() => $"{TemplateCommonName} {SerialNumber}";
}
