namespace MimCm;

/// <summary>The known outcome of a change.</summary>
public enum CmChangeOutcome
{
    /// <summary>It is unknown whether the request was changed.</summary>
    Unknown,

    /// <summary>The request was changed as specified.</summary>
    Changed,

    /// <summary>The request was not changed, because the server refused.</summary>
    NotChanged,
}
