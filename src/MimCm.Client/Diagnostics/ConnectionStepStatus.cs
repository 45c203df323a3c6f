namespace MimCm;

/// <summary>How a step went.</summary>
public enum ConnectionStepStatus
{
    /// <summary>As it should.</summary>
    Passed,

    /// <summary>It works, and something about it should be known.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Failed,

    /// <summary>There was no point in trying.</summary>
    Skipped,
}
