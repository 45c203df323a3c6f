namespace MimCm.Simulator;

/// <summary>The body of a response that a fault gives instead of the API's.</summary>
public enum FaultBody
{
    /// <summary>Web API's HttpError.</summary>
    Error,

    /// <summary>The HTML page of a web server or a proxy.</summary>
    Page,

    None,
}
