namespace MimCm.Client.Tests;

/// <summary>The answers of a scripted server.</summary>
internal static class Reply
{
    public static Func<ServerCall, Task> Json(byte[] body) => Status(200, body);

    public static Func<ServerCall, Task> Json(string body) => Status(200, body.Bytes());

    public static Func<ServerCall, Task> Status(int code, string body, params string[] headers) => Status(code, body.Bytes(), headers);

    /// <summary>A whole answer of a known length, as JSON where the headers do not say otherwise.</summary>
    public static Func<ServerCall, Task> Status(int code, byte[]? body = null, params string[] headers) => async call =>
    {
        body ??= [];
        if (!headers.Any(header => header.StartsWith("Content-Type", StringComparison.Ordinal)) && body.Length > 0)
            headers = [.. headers, "Content-Type: application/json; charset=utf-8"];

        await call.WriteHeadAsync(code, code is 204 ? headers : [.. headers, $"Content-Length: {body.Length}"]);
        await call.WriteAsync(body);
    };

    public static Func<ServerCall, Task> NoContent { get; } = Status(204);

    /// <summary>A reset in place of an answer.</summary>
    public static Func<ServerCall, Task> Reset { get; } = call =>
    {
        call.Reset();
        return Task.CompletedTask;
    };

    /// <summary>The end of the connection in place of an answer.</summary>
    public static Func<ServerCall, Task> Close { get; } = call =>
    {
        call.Close();
        return Task.CompletedTask;
    };

    /// <summary>No answer, until the client has gone.</summary>
    public static Func<ServerCall, Task> Silence { get; } = call => call.WaitUntilClosedAsync();

    /// <summary>An answer of a known length that ends early, in one way or the other.</summary>
    public static Func<ServerCall, Task> Cut(byte[] body, int at, Action<ServerCall>? end = null) => async call =>
    {
        await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {body.Length}");
        await call.WriteAsync(body[..at]);
        (end ?? (ended => ended.Close()))(call);
    };

    /// <summary>The beginning of a body, and then nothing until the client has gone.</summary>
    public static Func<ServerCall, Task> Stall(byte[] body, int at) => async call =>
    {
        await call.WriteHeadAsync(200, "Content-Type: application/json", $"Content-Length: {body.Length}");
        await call.WriteAsync(body[..at]);
        await call.WaitUntilClosedAsync();
    };
}
