namespace MimCm.Simulator;

/// <summary>The body that is sent instead of the body of the API. The status code does not change.</summary>
public enum FaultContent
{
    /// <summary>The body of the API.</summary>
    Own,

    /// <summary>An empty body.</summary>
    Empty,

    /// <summary>Bytes that are not valid text.</summary>
    Garbage,

    /// <summary>An HTML page, like that of a proxy or a sign-in service.</summary>
    Page,

    /// <summary>The JSON value null.</summary>
    Null,

    /// <summary>Each object with another id.</summary>
    OtherId,

    /// <summary>Each object without its Uuid.</summary>
    NoUuid,

    /// <summary>Each object with only its Uuid.</summary>
    UuidOnly,

    /// <summary>Each object with unknown properties, including nested ones. One of them is before Uuid.</summary>
    MoreProperties,

    /// <summary>Property names in camelCase.</summary>
    CamelCase,

    /// <summary>A byte-order mark before the JSON.</summary>
    ByteOrderMark,

    /// <summary>The first element of a list, without an array.</summary>
    SingleObject,

    /// <summary>A single object as an array of one.</summary>
    ArrayOfOne,

    /// <summary>A request whose Comment has Size characters, before the body of the API.</summary>
    HugeElement,

    /// <summary>Nested arrays, Size deep.</summary>
    Deep,

    /// <summary>The list, repeated endlessly.</summary>
    Endless,
}
