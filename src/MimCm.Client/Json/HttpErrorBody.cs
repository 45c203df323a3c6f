namespace MimCm.Json;

/// <summary>What ASP.NET Web API says of a failure (HTTPERR).</summary>
internal sealed record HttpErrorBody
{
    public string? Message { get; init; }

    public string? MessageDetail { get; init; }

    public string? ExceptionMessage { get; init; }
}
