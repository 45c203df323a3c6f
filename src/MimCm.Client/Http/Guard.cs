namespace MimCm.Http;

/// <summary>Checks arguments before any call is made.</summary>
internal static class Guard
{
    /// <summary>Throws if an identifier is all-zero, which names nothing.</summary>
    public static void ThrowIfEmpty(Guid id)
    {
        if (id == Guid.Empty)
            throw new ArgumentException(Strings.EmptyId, nameof(id));
    }
}
