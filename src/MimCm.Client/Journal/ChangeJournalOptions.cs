namespace MimCm.Journal;

/// <summary>The options of a journal.</summary>
internal sealed class ChangeJournalOptions
{
    /// <summary>The reason for the changes, such as a ticket number; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The clock for the times in the journal.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Called with each message for the user, for example about an incomplete last line.</summary>
    public Action<string>? Warn { get; init; }
}
