namespace MimCm;

/// <summary>A created request.</summary>
/// <param name="Request">The request, as it was read after its creation.</param>
/// <param name="LostResponse">The failure of the create call, if its response was lost and the request was found in the list of open requests; null
/// if the server answered.</param>
public sealed record CreateRequestResult(Request Request, MimCmException? LostResponse);
