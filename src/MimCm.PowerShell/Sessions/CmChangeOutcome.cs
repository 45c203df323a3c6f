namespace MimCm;

/// <summary>What is known of the outcome of a status change.</summary>
public enum CmChangeOutcome
{
    /// <summary>It is unknown whether the request was changed.</summary>
    Unknown,

    /// <summary>The request was changed as specified.</summary>
    Changed,

    /// <summary>The request was not changed: the server refused.</summary>
    NotChanged,
}
