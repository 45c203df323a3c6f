namespace MimCm.Json;

/// <summary>The error object of ASP.NET Web API (docs/api.md, section 6).</summary>
internal sealed record HttpErrorBody
{
    public string? Message { get; init; }

    public string? MessageDetail { get; init; }

    public string? ExceptionMessage { get; init; }
}
