namespace MimCm.Journal.Storage;

/// <summary>The kind of a line in a journal file.</summary>
internal enum JournalLineKind
{
    /// <summary>An event of a journal.</summary>
    Event,

    /// <summary>Only white space.</summary>
    Blank,

    /// <summary>Zero bytes, which a file system leaves for data that was not on disk when the power failed. The call of such a line was not sent,
    /// because the flush of the line had not returned.</summary>
    ZeroFilled,

    /// <summary>Any other content.</summary>
    Damaged,

    /// <summary>An event of a later version of the schema.</summary>
    NewerVersion,
}
