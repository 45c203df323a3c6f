namespace MimCm.Bench;

/// <summary>A measured process failed or returned a wrong result, so that its time is meaningless.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
