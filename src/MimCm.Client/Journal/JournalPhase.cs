namespace MimCm.Journal;

/// <summary>How far a change has come, as a journal tells. Every change is in exactly one phase.</summary>
internal enum JournalPhase : byte
{
    /// <summary>It was never sent.</summary>
    NotBegun,

    /// <summary>It was sent and its outcome is not known.</summary>
    InFlight,

    /// <summary>It was made as requested.</summary>
    Changed,

    /// <summary>It was refused, or failed.</summary>
    NotChanged,
}
