namespace MimCm.Simulator;

/// <summary>The body of an answer that a fault gives in the product's place.</summary>
public enum FaultBody
{
    /// <summary>Web API's HttpError.</summary>
    Error,

    /// <summary>The HTML page of a web server or a proxy.</summary>
    Page,

    None,
}
