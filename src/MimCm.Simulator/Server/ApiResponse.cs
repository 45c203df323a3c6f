using System.Text;
using System.Text.Json;
using MimCm.Simulator.Api;

namespace MimCm.Simulator.Server;

/// <summary>A response of the API. The body is a sequence of chunks. In a list, each chunk is one element.</summary>
internal sealed record ApiResponse(int Status)
{
    public const string Json = "application/json; charset=utf-8";

    public string? ContentType { get; init; }
    public IEnumerable<BodyChunk> Body { get; init; } = [];
    public bool IsList { get; init; }
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
    public ResponseDelivery Delivery { get; init; } = new();

    public static ApiResponse Request(StoredRequest request) =>
        new(200) { ContentType = Json, Body = RequestJsonWriter.Object(request) };

    public static ApiResponse List(IEnumerable<StoredRequest> requests) =>
        new(200) { ContentType = Json, Body = RequestJsonWriter.Array(requests), IsList = true };

    public static ApiResponse Object<T>(T value) => new(200) { ContentType = Json, Body = [new(ApiJson.Serialize(value))] };

    public static ApiResponse Elements<T>(IEnumerable<T> elements) => new(200) { ContentType = Json, Body = ApiJson.Array(elements), IsList = true };

    /// <summary>Returns a response whose body is a JSON string.</summary>
    public static ApiResponse Text(int status, string text) =>
        new(status) { ContentType = Json, Body = [new(JsonSerializer.SerializeToUtf8Bytes(text))] };

    /// <summary>Web API's HttpError.</summary>
    public static ApiResponse Error(int status, string message)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, RequestJsonWriter.Style))
        {
            json.WriteStartObject();
            json.WriteString("Message", message);
            json.WriteEndObject();
        }
        return new(status) { ContentType = Json, Body = [new(stream.ToArray())] };
    }

    /// <summary>Returns the response to an unhandled exception, which contains only a correlation id (docs/api.md, section 6).</summary>
    public static ApiResponse InternalError() =>
        Error(500, $"An error has occurred. The correlation ID is {Guid.NewGuid()}.");

    /// <summary>Returns an HTML page of IIS, which responds before the API does.</summary>
    public static ApiResponse HtmlPage(int status, string title, string text) => new(status)
    {
        ContentType = "text/html",
        Body = [new(Encoding.UTF8.GetBytes(
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">\r\n"
            + "<html xmlns=\"http://www.w3.org/1999/xhtml\">\r\n<head>\r\n"
            + "<meta http-equiv=\"Content-Type\" content=\"text/html; charset=iso-8859-1\"/>\r\n"
            + $"<title>{status} - {title}</title>\r\n</head>\r\n<body>\r\n"
            + "<div id=\"header\"><h1>Server Error</h1></div>\r\n<div id=\"content\"><fieldset>\r\n"
            + $"<h2>{status} - {title}</h2>\r\n<h3>{text}</h3>\r\n</fieldset></div>\r\n</body>\r\n</html>\r\n"))],
    };

    public static ApiResponse NotFoundPage() => HtmlPage(404, "File or directory not found.",
        "The resource you are looking for might have been removed, had its name changed, or is temporarily unavailable.");
}
