namespace MimCm;

/// <summary>A created request.</summary>
/// <param name="Request">The request, read after its creation.</param>
/// <param name="LostResponse">The failure of the create call, if its response was lost and the request was found in the list of open requests; null
/// if the server responded.</param>
public sealed record CreateRequestResult(Request Request, MimCmException? LostResponse);
