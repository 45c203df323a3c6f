namespace MimCm.Simulator;

/// <summary>Which profile templates the list has.</summary>
public enum ProfileTemplateScope
{
    /// <summary>All that the caller may read.</summary>
    Visible,

    /// <summary>Only those that the caller can enroll for.</summary>
    Enrollable,
}
