namespace MimCm;

/// <summary>What requests are grouped by when they are counted.</summary>
public enum RequestGroupKey
{
    /// <summary>The profile template.</summary>
    ProfileTemplate,

    /// <summary>The request type.</summary>
    Type,

    /// <summary>The status.</summary>
    Status,

    /// <summary>The user the request is for.</summary>
    TargetUser,

    /// <summary>The user who made the request.</summary>
    Originator,

    /// <summary>The month in which the request was submitted, in local time.</summary>
    Month,

    /// <summary>The week, as ISO 8601 counts weeks, in which the request was submitted, in local time.</summary>
    Week,

    /// <summary>The day on which the request was submitted, in local time.</summary>
    Day,
}
