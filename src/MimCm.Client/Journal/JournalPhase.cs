namespace MimCm.Journal;

/// <summary>The phase of a change according to a journal. Every change is in exactly one phase.</summary>
internal enum JournalPhase : byte
{
    /// <summary>The change was never sent.</summary>
    NotBegun,

    /// <summary>The change was sent and its outcome is unknown.</summary>
    InFlight,

    /// <summary>The change was made as requested.</summary>
    Changed,

    /// <summary>The change was refused or failed.</summary>
    NotChanged,
}
