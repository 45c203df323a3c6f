namespace MimCm.Journal.Storage;

/// <summary>Prevents a second writer of a journal, in this process and in other processes. The operating system releases the lock when the process
/// ends for any reason.</summary>
/// <remarks>The lock is on a separate file. On Linux and macOS .NET locks complete files, so an exclusive lock on the journal itself would also block
/// readers such as Get-Content. A lock file that a killed process has left behind does not block anyone. The next writer deletes it.</remarks>
internal sealed class JournalLock : IDisposable
{
    private readonly FileStream _file;

    private JournalLock(FileStream file) => _file = file;

    /// <summary>Acquires the lock; null if another writer holds it.</summary>
    /// <exception cref="IOException">The lock file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The lock file cannot be created.</exception>
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
