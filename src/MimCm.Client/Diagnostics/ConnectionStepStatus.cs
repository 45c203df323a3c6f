namespace MimCm;

/// <summary>The result of one step of a connection test.</summary>
public enum ConnectionStepStatus
{
    /// <summary>The step succeeded.</summary>
    Passed,

    /// <summary>The step succeeded with a warning.</summary>
    Warning,

    /// <summary>The step failed.</summary>
    Failed,

    /// <summary>The step was not tested, because an earlier step failed or because it does not apply.</summary>
    Skipped,
}
