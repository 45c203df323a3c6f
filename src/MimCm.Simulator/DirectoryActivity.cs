namespace MimCm.Simulator;

/// <summary>What clients have done with the LDAP directory, since it was started or its behavior was set.</summary>
/// <param name="Connections">How many connections were made.</param>
/// <param name="Searches">How many searches came, those for the root entry and the domains too.</param>
/// <param name="Behavior">How it behaves.</param>
public sealed record DirectoryActivity(int Connections, int Searches, DirectoryBehavior Behavior);
