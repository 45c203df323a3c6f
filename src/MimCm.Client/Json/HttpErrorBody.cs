namespace MimCm.Wire;

/// <summary>What ASP.NET Web API says of a failure (HTTPERR).</summary>
internal sealed record ErrorBody
{
    public string? Message { get; init; }

    public string? MessageDetail { get; init; }

    public string? ExceptionMessage { get; init; }
}
