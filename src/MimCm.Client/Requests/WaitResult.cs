namespace MimCm;

/// <summary>How the wait for one request ended.</summary>
/// <param name="Id">Which one.</param>
/// <param name="Request">The request as it was last seen; null when it never was.</param>
/// <param name="Failure">Why it is not where it was waited for: <see cref="MimCmError.WaitTimeout"/>,
/// <see cref="MimCmError.UnexpectedStatus"/>, or what the server says of it; null when it is.</param>
public sealed record WaitResult(Guid Id, Request? Request, MimCmException? Failure);
