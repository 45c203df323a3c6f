namespace MimCm.Journal.Storage;

/// <summary>Another program has deleted, replaced or written to a journal that is open.</summary>
internal sealed class JournalReplacedException(string message) : IOException(message);
