namespace MimCm.Simulator;

/// <summary>The body of a response that a fault sends instead of the response of the API.</summary>
public enum FaultBody
{
    /// <summary>Web API's HttpError.</summary>
    Error,

    /// <summary>The HTML page of a web server or a proxy.</summary>
    Page,

    None,
}
