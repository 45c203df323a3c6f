namespace MimCm.Statistics;

/// <summary>Identifies a group inside a <see cref="RequestAggregator"/>. The user and the template are numbers given in the order of
/// appearance, so that the key is small and quick to hash; what the requests are not grouped by is 0.</summary>
internal readonly record struct GroupKey(int ProfileTemplate, int Type, int Status, int TargetUser, int Originator, int Period)
{
    /// <summary>Returns a hash code without the boxing and the calls of the one that the compiler makes.</summary>
    public override int GetHashCode()
    {
        unchecked
        {
            var hash = (uint)ProfileTemplate;
            hash = hash * 0x9E3779B1 + (uint)Type;
            hash = hash * 0x9E3779B1 + (uint)Status;
            hash = hash * 0x9E3779B1 + (uint)TargetUser;
            hash = hash * 0x9E3779B1 + (uint)Originator;
            hash = hash * 0x9E3779B1 + (uint)Period;
            return (int)(hash ^ (hash >> 15));
        }
    }
}
