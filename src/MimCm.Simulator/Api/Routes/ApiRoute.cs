namespace MimCm.Simulator.Api;

/// <summary>A path of the server, parsed like Web API does: case is ignored, and a trailing slash is optional.</summary>
/// <param name="Kind">The resource.</param>
/// <param name="Id">The first GUID in the path; all-zero if there is none.</param>
/// <param name="OtherId">The second GUID in the path.</param>
/// <param name="Word">The last segment of a policy's path: the workflow type.</param>
internal readonly record struct ApiRoute(ApiRouteKind Kind, Guid Id = default, Guid OtherId = default, string? Word = null)
{
    private const string IdSegment = "{id}";
    private const string WordSegment = "{type}";

    private static readonly (string[] Segments, ApiRouteKind Kind)[] Routes =
    [
        .. new (string Template, ApiRouteKind Kind)[]
        {
            ("requests", ApiRouteKind.List),
            ("requests/{id}", ApiRouteKind.Item),
            ("requests/{id}/certificaterequestgenerationoptions", ApiRouteKind.GenerationOptions),
            ("requests/{id}/certificatedata", ApiRouteKind.CertificateData),
            ("requests/{id}/profiles", ApiRouteKind.RequestProfiles),
            ("requests/{id}/profiles/{id}", ApiRouteKind.RequestProfile),
            ("requests/{id}/smartcards/{id}", ApiRouteKind.RequestSmartcard),
            ("requests/{id}/smartcards/{id}/diversifiedkey", ApiRouteKind.Secret),
            ("requests/{id}/smartcards/{id}/authenticationresponse", ApiRouteKind.Secret),
            ("requests/{id}/smartcards/{id}/serverproposedpin", ApiRouteKind.Secret),
            ("profiletemplates", ApiRouteKind.ProfileTemplates),
            ("profiletemplates/{id}", ApiRouteKind.ProfileTemplate),
            ("profiletemplates/{id}/policies/{type}", ApiRouteKind.Policy),
            ("profiletemplates/{id}/policy/workflow/{type}", ApiRouteKind.WorkflowPolicy),
            ("profiletemplates/{id}/configuration/smartcards", ApiRouteKind.SmartcardConfiguration),
            ("profiles", ApiRouteKind.Profiles),
            ("profiles/{id}", ApiRouteKind.Profile),
            ("profiles/{id}/operations", ApiRouteKind.ProfileOperations),
            ("profiles/{id}/certificates", ApiRouteKind.ProfileCertificates),
            ("smartcards", ApiRouteKind.Smartcards),
            ("smartcards/{id}", ApiRouteKind.Smartcard),
            ("smartcards/{id}/operations", ApiRouteKind.SmartcardOperations),
            ("smartcards/{id}/certificates", ApiRouteKind.SmartcardCertificates),
            ("smartcards/{id}/serverproposedpin", ApiRouteKind.Secret),
            ("certificates", ApiRouteKind.Certificates),
        }.Select(route => (route.Template.Split('/'), route.Kind)),
    ];

    public static ApiRoute Parse(string path, string folder)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 3 || !Same(segments[0], folder) || !Same(segments[1], "api") || !Same(segments[2], "v1.0"))
            return new(ApiRouteKind.Outside);

        var rest = segments.AsSpan(3);
        foreach (var (template, kind) in Routes)
        {
            if (Match(template, rest, kind) is { } route)
                return route;
        }
        return new(ApiRouteKind.Unknown);
    }

    private static ApiRoute? Match(string[] template, ReadOnlySpan<string> segments, ApiRouteKind kind)
    {
        if (template.Length != segments.Length)
            return null;
        var route = new ApiRoute(kind);
        for (var i = 0; i < template.Length; i++)
        {
            switch (template[i])
            {
                case IdSegment when !Guid.TryParse(segments[i], out var id):
                    route = route with { Kind = ApiRouteKind.InvalidId };
                    break;
                case IdSegment:
                    var parsed = Guid.Parse(segments[i]);
                    route = i == 1 ? route with { Id = parsed } : route with { OtherId = parsed };
                    break;
                case WordSegment:
                    route = route with { Word = segments[i] };
                    break;
                default:
                    if (!Same(template[i], segments[i]))
                        return null;
                    break;
            }
        }
        return route;
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
