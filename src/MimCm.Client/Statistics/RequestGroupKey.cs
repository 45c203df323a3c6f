namespace MimCm;

/// <summary>The properties that requests can be grouped by.</summary>
public enum RequestGroupKey
{
    /// <summary>The profile template.</summary>
    ProfileTemplate,

    /// <summary>The request type.</summary>
    Type,

    /// <summary>The status.</summary>
    Status,

    /// <summary>The user whom the request is for.</summary>
    TargetUser,

    /// <summary>The user who submitted the request.</summary>
    Originator,

    /// <summary>The month in which the request was submitted, in local time.</summary>
    Month,

    /// <summary>The ISO 8601 week in which the request was submitted, in local time.</summary>
    Week,

    /// <summary>The day on which the request was submitted, in local time.</summary>
    Day,
}
