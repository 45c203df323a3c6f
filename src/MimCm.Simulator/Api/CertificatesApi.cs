using System.Globalization;
using System.Text.Json;
using MimCm.Simulator.Bodies;
using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>The certificates of cards, profiles and the caller, and the issuing of new certificates (docs/api.md, sections 5.6 and 5.7).</summary>
internal sealed class CertificatesApi(RequestStore store, IssuedProfiles profiles, UserNames users)
{
    private readonly Lazy<CertificateAuthority> _authority = new(() => new CertificateAuthority());

    public ApiResponse GenerationOptions(ApiCallContext call)
    {
        if (store.Find(call.Route.Id) is not { } request)
            return ApiErrors.NotFound(call.Behavior);
        if (!call.IsAllowed(AccessRight.Read, request))
            return ApiErrors.Forbidden();
        return IsReady(request) ? ApiResponse.Elements([GenerationOptionsBody.Example]) : ApiErrors.NotAllowed(call.Behavior);
    }

    /// <summary>Issues a certificate for each certificate request in the body. The request becomes Executing.</summary>
    public ApiResponse Issue(ApiCallContext call)
    {
        if (!call.Behavior.CertificateData)
            return ApiResponse.InternalError();
        if (store.Find(call.Route.Id) is not { } request)
            return ApiErrors.NotFound(call.Behavior);
        if (!call.IsAllowed(AccessRight.Change, request))
            return ApiErrors.Forbidden();
        if (!IsReady(request))
            return ApiErrors.NotAllowed(call.Behavior);
        if (JsonBodyReader.Read(call.Body.Bytes)?.GetValueOrDefault("certificaterequests") is not { ValueKind: JsonValueKind.Array } signingRequests
            || signingRequests.GetArrayLength() == 0)
        {
            return ApiErrors.InvalidCreate(call.Behavior);
        }

        var template = profiles.TemplateOf(request);
        var issued = new List<CertificateDataBody>();
        foreach (var signingRequest in signingRequests.EnumerateArray())
        {
            if (signingRequest.ValueKind != JsonValueKind.String || _authority.Value.Issue(signingRequest.GetString()!) is not { } pkcs7)
                return ApiResponse.InternalError();
            issued.Add(new(template.CertificateTemplate, pkcs7));
        }
        if (call.TakesEffect)
        {
            if (store.Change(request.Uuid, r => IsReady(r) ? r with { Status = (int)RequestStatus.Executing } : null) is null)
                return ApiErrors.NotAllowed(call.Behavior);
            call.Log.Changed = true;
        }
        return ApiResponse.Elements(issued);
    }

    public ApiResponse OfProfile(ApiCallContext call, bool isSmartcard)
    {
        if (profiles.Find(call.Route.Id, isSmartcard) is not { } profile)
            return ApiErrors.NotFound(call.Behavior);
        return call.IsAllowed(AccessRight.Read, profile.Request) ? ApiErrors.ListOf(CertificatesOf(profile), call.Behavior) : ApiErrors.Forbidden();
    }

    /// <summary>Returns the certificates of the caller's active cards and profiles, newest first.</summary>
    public ApiResponse List(ApiCallContext call)
    {
        var user = call.Caller.User;
        var own = profiles.OwnedBy(user, isSmartcard: true).Concat(profiles.OwnedBy(user, isSmartcard: false)).Where(profile => profile.IsActive);
        var requester = users.Find(user)?.AccountName ?? user.ToString();
        var certificates = own.SelectMany(profile => CertificatesOf(profile).Select((certificate, place) =>
        {
            // The card keeps its renewed certificates. Each certificate is one year older than the one before it.
            var issued = DateTime.SpecifyKind((profile.Request.Completed ?? profile.Request.Submitted).AddYears(-place), DateTimeKind.Unspecified);
            issued = issued.AddTicks(-(issued.Ticks % TimeSpan.TicksPerSecond));
            return new UserCertificateBody(certificate.IsKeyHistory, certificate.ArchivedOnCa, certificate.CertificateType, certificate.TemplateCommonName,
                certificate.SerialNumber, certificate.Thumbprint, issued.AddYears(1), issued, CertificateAuthority.Issuer, requester, Status: 0);
        }));
        return ApiErrors.ListOf(certificates.OrderByDescending(certificate => certificate.NotBefore).ToList(), call.Behavior);
    }

    private static bool IsReady(StoredRequest request) => (RequestStatus)request.Status is RequestStatus.Approved or RequestStatus.Executing;

    /// <summary>Returns one to four certificates, the same each time; none until a card or profile is active.</summary>
    private static List<CertificateBody> CertificatesOf(IssuedProfile profile)
    {
        if (profile.Status <= (profile.IsSmartcard ? IssuedProfile.Assigned : IssuedProfile.New))
            return [];
        var random = new SplitMix64(GuidEncoding.High(profile.Uuid) ^ (ulong)RandomStream.Certificates);
        var certificates = new List<CertificateBody>();
        for (var left = 1 + random.Below(4); left > 0; left--)
        {
            var number = random.Next();
            var serialNumber = string.Create(CultureInfo.InvariantCulture, $"1B0000{number & 0xFFFF:X4}{random.Next():X16}0001{number >> 32 & 0xFFFFFFFF:X8}");
            var thumbprint = string.Create(CultureInfo.InvariantCulture, $"{random.Next():X16}{random.Next():X16}{random.Next() >> 32:X8}");
            certificates.Add(new(IsKeyHistory: false, ArchivedOnCa: false, CertificateType: 1, profile.Template.CertificateTemplate, serialNumber, thumbprint));
        }
        return certificates;
    }
}
