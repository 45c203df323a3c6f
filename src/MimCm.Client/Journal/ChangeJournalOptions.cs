namespace MimCm.Journal;

/// <summary>How a journal is written.</summary>
internal sealed class ChangeJournalOptions
{
    /// <summary>Why the changes are made, such as the number of a ticket; null for no reason.</summary>
    public string? Reason { get; init; }

    /// <summary>The clock of the times in the journal.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called with each message that a person should read, such as of a last line that was not written to its end.</summary>
    public Action<string>? Warn { get; init; }
}
