namespace MimCm.DirectoryServices;

/// <summary>The directory can't be asked as things are configured: nothing was sent.</summary>
internal sealed class DirectorySetupException(string message) : Exception(message);
