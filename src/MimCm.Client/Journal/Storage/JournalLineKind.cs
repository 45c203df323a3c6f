namespace MimCm.Journal.Storage;

/// <summary>What a line of a file is.</summary>
internal enum JournalLineKind
{
    /// <summary>An event of a journal.</summary>
    Event,

    /// <summary>White space only.</summary>
    Blank,

    /// <summary>Zero bytes, as a file system leaves them for data that was not on disk yet when the power failed. No call of such a
    /// line has left, as no flush that included it has returned.</summary>
    ZeroFilled,

    /// <summary>Something else.</summary>
    Damaged,

    /// <summary>An event of a later version of the schema.</summary>
    NewerVersion,
}
