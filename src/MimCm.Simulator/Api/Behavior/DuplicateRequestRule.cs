namespace MimCm.Simulator;

/// <summary>What happens to a new request where an open one of the same type, user and template or card exists.</summary>
public enum DuplicateRequestRule
{
    Allow,

    /// <summary>Responds with <see cref="ServerBehavior.RefusalStatus"/>.</summary>
    Refuse,
}
