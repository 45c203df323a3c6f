namespace MimCm.Simulator;

/// <summary>A bearer token that is accepted until it expires.</summary>
public sealed record BearerToken(string Token, string User, DateTimeOffset? Expires = null);
