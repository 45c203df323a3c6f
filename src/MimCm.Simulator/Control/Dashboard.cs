namespace MimCm.Simulator.Control;

/// <summary>The page at / that shows requests and calls while a script runs. Its files are embedded in the assembly.</summary>
internal static class Dashboard
{
    /// <summary>The content security policy. It allows only the page's own script and styles, so that text of a request is never executed.</summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly Dictionary<string, (string Type, byte[] Content)> Files = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/"] = ("text/html; charset=utf-8", Load("index.html")),
        [$"{ControlApi.Prefix}/page.css"] = ("text/css; charset=utf-8", Load("page.css")),
        [$"{ControlApi.Prefix}/page.js"] = ("text/javascript; charset=utf-8", Load("page.js")),
        [$"{ControlApi.Prefix}/icon.svg"] = ("image/svg+xml", Load("icon.svg")),
    };

    public static bool Handles(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)) && Files.ContainsKey(request.Path.Value ?? "");

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in Files.Keys)
            routes.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context) => WriteAsync(context));
    }

    private static Task WriteAsync(HttpContext context)
    {
        var (type, content) = Files[context.Request.Path.Value!];
        var response = context.Response;
        response.ContentType = type;
        response.ContentLength = content.Length;
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(content, context.RequestAborted).AsTask();
    }

    private static byte[] Load(string name)
    {
        using var stream = typeof(Dashboard).Assembly.GetManifestResourceStream($"wwwroot/{name}")!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
