namespace MimCm.DirectoryServices;

/// <summary>The exception for a configuration with which the directory cannot be called. Nothing was sent.</summary>
internal sealed class DirectorySetupException(string message) : Exception(message);
