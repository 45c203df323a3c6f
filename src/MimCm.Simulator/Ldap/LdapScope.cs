namespace MimCm.Simulator.Ldap;

/// <summary>The scope of a search.</summary>
internal enum LdapScope
{
    Base,
    OneLevel,
    Subtree,
}
