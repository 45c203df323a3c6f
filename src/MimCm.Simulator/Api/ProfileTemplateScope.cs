namespace MimCm.Simulator;

/// <summary>The profile templates in the list.</summary>
public enum ProfileTemplateScope
{
    /// <summary>All templates that the caller can read.</summary>
    Visible,

    /// <summary>Only the templates that the caller can enroll for.</summary>
    Enrollable,
}
