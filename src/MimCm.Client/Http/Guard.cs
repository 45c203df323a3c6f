namespace MimCm.Http;

/// <summary>Checks arguments before any call is made.</summary>
internal static class Guard
{
    /// <summary>Throws if an identifier is the all-zero GUID.</summary>
    public static void ThrowIfEmpty(Guid id)
    {
        if (id == Guid.Empty)
            throw new ArgumentException(Strings.EmptyId, nameof(id));
    }
}
