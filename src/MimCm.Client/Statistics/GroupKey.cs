namespace MimCm.Statistics;

/// <summary>Identifies a group inside a <see cref="RequestAggregator"/>. Users and templates are numbered in the order of appearance, so that the key
/// is small and fast to hash. Properties that are not grouped by are 0.</summary>
internal readonly record struct GroupKey(int ProfileTemplate, int Type, int Status, int TargetUser, int Originator, int Period)
{
    /// <summary>Returns a hash code. It is faster than the code that the compiler generates, which boxes values.</summary>
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
