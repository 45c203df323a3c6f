namespace MimCm.Simulator;

/// <summary>The form of a response with one element.</summary>
public enum ListShape
{
    /// <summary>An array of one.</summary>
    Array,

    /// <summary>The object itself.</summary>
#pragma warning disable CA1720 // The word of the command line and of the control API.
    Object,
#pragma warning restore CA1720
}
