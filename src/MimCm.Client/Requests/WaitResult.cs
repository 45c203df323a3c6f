namespace MimCm;

/// <summary>The result of the wait for one request.</summary>
/// <param name="Id">The id of the request.</param>
/// <param name="Request">The request as it was last read; null if it was never read.</param>
/// <param name="Failure">The failure if the request does not have an expected status: <see cref="MimCmError.WaitTimeout"/>,
/// <see cref="MimCmError.UnexpectedStatus"/>, or the error of the server. Null if the wait succeeded.</param>
public sealed record WaitResult(Guid Id, Request? Request, MimCmException? Failure);
