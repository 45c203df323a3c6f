namespace MimCm.Journal.Storage;

/// <summary>Keeps a second writer away from a journal, in this process and in others. The operating system releases it when the
/// process ends, however it ends.</summary>
/// <remarks>The lock is on a file of its own. On Linux and macOS .NET locks a whole file, shared or exclusive, so that an exclusive
/// lock on the journal itself would also keep readers such as Get-Content away. A file that a killed process has left keeps nobody
/// away, and is deleted by the next writer.</remarks>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null where another writer has it.</summary>
    /// <exception cref="IOException">The file of the lock cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The file of the lock cannot be created.</exception>
    public static JournalLock? TryAcquire(string journalPath)
    {
        try
        {
            return new JournalLock(JournalFile.Open(journalPath + ".lock", FileShare.None, FileOptions.DeleteOnClose));
        }
        catch (IOException e) when (IsInUse(e))
        {
            return null;
        }
    }

    /// <summary>Deletes the file and releases the lock.</summary>
    public void Dispose() => _file.Dispose();

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows; EWOULDBLOCK on Linux and on macOS.
    private static bool IsInUse(IOException failure) => failure.HResult is unchecked((int)0x80070020) or unchecked((int)0x80070021) or 11 or 35;
}
