namespace MimCm.Simulator;

/// <summary>What stands in the body instead of what the product answered; the status code stays.</summary>
public enum FaultContent
{
    /// <summary>What the product answered.</summary>
    Own,

    /// <summary>No byte.</summary>
    Empty,

    /// <summary>Bytes that are no text.</summary>
    Garbage,

    /// <summary>An HTML page, as a proxy or a sign-in service shows.</summary>
    Page,

    /// <summary>The JSON null.</summary>
    Null,

    /// <summary>Each request with an id that nobody asked for.</summary>
    OtherId,

    /// <summary>Each request without its Uuid.</summary>
    NoUuid,

    /// <summary>Each request with its Uuid alone.</summary>
    UuidOnly,

    /// <summary>Each request with properties nobody knows, nested ones among them, the first before its Uuid.</summary>
    MoreProperties,

    /// <summary>Property names in camelCase.</summary>
    CamelCase,

    /// <summary>A byte-order mark before the JSON.</summary>
    ByteOrderMark,

    /// <summary>The first request of a list, alone and no array.</summary>
    SingleObject,

    /// <summary>A single request as an array of one.</summary>
    ArrayOfOne,

    /// <summary>One request whose Comment has Size characters, before the product's own.</summary>
    HugeElement,

    /// <summary>Arrays within arrays, Size deep.</summary>
    Deep,

    /// <summary>The list over and over; it has no end.</summary>
    Endless,
}
