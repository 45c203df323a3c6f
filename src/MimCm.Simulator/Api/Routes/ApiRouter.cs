using MimCm.Simulator.Data;
using MimCm.Simulator.Server;

namespace MimCm.Simulator.Api;

/// <summary>Finds the operation for a route and a method, after the checks that Web API makes first.</summary>
internal sealed class ApiRouter
{
    private readonly Dictionary<(ApiRouteKind Kind, string Method), Func<ApiCallContext, ApiResponse>> _operations = [];

    public ApiRouter(RequestStore store, UserNames users)
    {
        var profiles = new IssuedProfiles(store);
        var requests = new RequestsApi(store, profiles);
        var templates = new ProfileTemplatesApi(store);
        var cards = new SmartcardsApi(store, profiles);
        var software = new ProfilesApi(store, profiles);
        var certificates = new CertificatesApi(store, profiles, users);

        Map("GET", ApiRouteKind.List, requests.List);
        Map("POST", ApiRouteKind.List, requests.Create);
        Map("GET", ApiRouteKind.Item, requests.Read);
        Map("PUT", ApiRouteKind.Item, requests.Change);
        Map("GET", ApiRouteKind.GenerationOptions, certificates.GenerationOptions);
        Map("POST", ApiRouteKind.CertificateData, certificates.Issue);
        Map("GET", ApiRouteKind.ProfileTemplates, templates.List);
        Map("GET", ApiRouteKind.ProfileTemplate, templates.Read);
        Map("GET", ApiRouteKind.Policy, templates.Policy);
        Map("GET", ApiRouteKind.WorkflowPolicy, templates.Policy);
        Map("GET", ApiRouteKind.SmartcardConfiguration, templates.SmartcardConfiguration);
        Map("GET", ApiRouteKind.Profiles, software.List);
        Map("GET", ApiRouteKind.Profile, software.Read);
        Map("GET", ApiRouteKind.RequestProfiles, software.OfRequest);
        Map("GET", ApiRouteKind.RequestProfile, software.OfRequest);
        Map("GET", ApiRouteKind.ProfileOperations, software.Operations);
        Map("GET", ApiRouteKind.SmartcardOperations, cards.Operations);
        Map("GET", ApiRouteKind.ProfileCertificates, call => certificates.OfProfile(call, isSmartcard: false));
        Map("GET", ApiRouteKind.SmartcardCertificates, call => certificates.OfProfile(call, isSmartcard: true));
        Map("GET", ApiRouteKind.Certificates, certificates.List);
        Map("GET", ApiRouteKind.Smartcards, cards.List);
        Map("POST", ApiRouteKind.Smartcards, cards.Bind);
        Map("GET", ApiRouteKind.Smartcard, cards.Read);
        Map("GET", ApiRouteKind.RequestSmartcard, cards.OfRequest);
        Map("PUT", ApiRouteKind.RequestSmartcard, cards.Change);
        // Admin keys and PINs are not simulated.
        Map("GET", ApiRouteKind.Secret, _ => ApiResponse.InternalError());
        Map("GET", ApiRouteKind.InvalidId, _ => ApiErrors.InvalidRequest());
        Map("PUT", ApiRouteKind.InvalidId, _ => ApiErrors.InvalidRequest());
        Map("POST", ApiRouteKind.InvalidId, _ => ApiErrors.InvalidRequest());
    }

    public ApiResponse Respond(ApiCallContext call)
    {
        var kind = call.Route.Kind;
        if (kind == ApiRouteKind.Unknown)
            return ApiErrors.NoRoute(call);
        if (_operations.TryGetValue((kind, call.Method), out var operation))
            return call.Method == "GET" || kind == ApiRouteKind.InvalidId ? operation(call) : ValidateBody(call.Body) ?? operation(call);

        var allowed = string.Join(", ", _operations.Keys.Where(key => key.Kind == kind).Select(key => key.Method).Order(StringComparer.Ordinal));
        return ApiResponse.Error(405, $"The requested resource does not support http method '{call.Method}'.") with { Headers = [("Allow", allowed)] };
    }

    private static ApiResponse? ValidateBody(ApiRequestBody body) => body switch
    {
        { IsChunked: true } => ApiResponse.HtmlPage(411, "Length Required", "HTTP Error 411. The request must have a content length.") with
        {
            Headers = [("Connection", "close")],
        },
        { IsTooLong: true } => ApiResponse.Error(413, "The request entity is too large.") with { Headers = [("Connection", "close")] },
        { IsJson: false } => ApiResponse.Error(415,
            $"The request entity's media type '{body.MediaType ?? "application/octet-stream"}' is not supported for this resource."),
        _ => null,
    };

    private void Map(string method, ApiRouteKind kind, Func<ApiCallContext, ApiResponse> operation) => _operations.Add((kind, method), operation);
}
