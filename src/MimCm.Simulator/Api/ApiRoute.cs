namespace MimCm.Simulator;

/// <summary>A path of the product, read as Web API reads it: in any case, a slash at the end or not.</summary>
internal readonly record struct ProductRoute(ProductRoute.Kind Is, Guid Id = default)
{
    internal enum Kind
    {
        /// <summary>Not in the API at all: IIS answers.</summary>
        Outside,

        /// <summary>In the API, but nothing that the simulator doubles.</summary>
        OtherResource,

        List,
        Item,

        /// <summary>requests/ and something that is no GUID.</summary>
        BadId,
    }

    public static ProductRoute Of(string path, string folder)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length < 3 || !Same(segments[0], folder) || !Same(segments[1], "api") || !Same(segments[2], "v1.0"))
            return new(Kind.Outside);
        if (segments.Length is 3 or > 5 || !Same(segments[3], "requests"))
            return new(Kind.OtherResource);
        if (segments.Length == 4)
            return new(Kind.List);
        return Guid.TryParse(segments[4], out var id) ? new(Kind.Item, id) : new(Kind.BadId);
    }

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
