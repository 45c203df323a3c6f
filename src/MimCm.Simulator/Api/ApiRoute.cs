namespace MimCm.Simulator.Api;

/// <summary>A path of the product, read as Web API reads it: in any case, a slash at the end or not.</summary>
internal readonly record struct ApiRoute(ApiRouteKind Kind, Guid Id = default)
{
    public static ApiRoute Parse(string path, string folder)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 3 || !Same(segments[0], folder) || !Same(segments[1], "api") || !Same(segments[2], "v1.0"))
            return new(ApiRouteKind.Outside);
        if (segments.Length is 3 or > 5 || !Same(segments[3], "requests"))
            return new(ApiRouteKind.OtherResource);
        if (segments.Length == 4)
            return new(ApiRouteKind.List);
        return Guid.TryParse(segments[4], out var id) ? new(ApiRouteKind.Item, id) : new(ApiRouteKind.BadId);
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
