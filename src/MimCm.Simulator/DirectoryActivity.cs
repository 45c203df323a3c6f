namespace MimCm.Simulator;

/// <summary>The use of the LDAP directory by clients since it was started or its behavior was set.</summary>
/// <param name="Connections">The number of connections.</param>
/// <param name="Searches">The number of searches, including those for the root DSE and the domains.</param>
/// <param name="Behavior">The current behavior.</param>
public sealed record DirectoryActivity(int Connections, int Searches, DirectoryBehavior Behavior);
