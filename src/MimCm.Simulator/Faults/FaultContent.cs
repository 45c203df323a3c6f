namespace MimCm.Simulator;

/// <summary>The body that is sent instead of the API's; the status code stays.</summary>
public enum FaultContent
{
    /// <summary>The API's body.</summary>
    Own,

    /// <summary>An empty body.</summary>
    Empty,

    /// <summary>Bytes that are not text.</summary>
    Garbage,

    /// <summary>An HTML page, as a proxy or a sign-in service sends it.</summary>
    Page,

    /// <summary>The JSON null.</summary>
    Null,

    /// <summary>Each object with another id.</summary>
    OtherId,

    /// <summary>Each object without its Uuid.</summary>
    NoUuid,

    /// <summary>Each object with its Uuid only.</summary>
    UuidOnly,

    /// <summary>Each object with unknown properties, nested ones too, one of them before its Uuid.</summary>
    MoreProperties,

    /// <summary>Property names in camelCase.</summary>
    CamelCase,

    /// <summary>A byte-order mark before the JSON.</summary>
    ByteOrderMark,

    /// <summary>The first element of a list, without the array.</summary>
    SingleObject,

    /// <summary>A single object as an array of one.</summary>
    ArrayOfOne,

    /// <summary>A request whose Comment has Size characters, before the API's own.</summary>
    HugeElement,

    /// <summary>Nested arrays, Size deep.</summary>
    Deep,

    /// <summary>The list repeated without end.</summary>
    Endless,
}
