namespace MimCm.Simulator;

/// <summary>The response to a new request if an open request of the same type, user and template or card exists.</summary>
public enum DuplicateRequestRule
{
    Allow,

    /// <summary>Responds with <see cref="ServerBehavior.RefusalStatus"/>.</summary>
    Refuse,
}
