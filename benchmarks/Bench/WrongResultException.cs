namespace MimCm.Bench;

/// <summary>What was measured did not do what it was to do, so that its time says nothing.</summary>
internal sealed class WrongResultException(string message) : Exception(message);
