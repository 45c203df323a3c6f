namespace MimCm.PowerShell.Completion;

/// <summary>The smart cards that a command knows without a call to the server.</summary>
internal sealed class KnownSmartcards
{
    private Dictionary<Guid, RecentResource>? _recent;

    /// <summary>Returns a known smart card: the input object, or the object that a command in this runspace read last. Null if only its id is
    /// known.</summary>
    /// <param name="id">The id of the card.</param>
    /// <param name="given">The bound value of a parameter with <see cref="ResourceIdTransformationAttribute"/>.</param>
    public RecentResource? Find(Guid? id, Guid[] given)
    {
        if (id is not { } card)
            return null;

        var index = Array.IndexOf(given, card);
        if (index >= 0 && IdOrigins.GetObject(given, index) is Smartcard read)
            return RecentResource.From(read);

        _recent ??= RunspaceState.Current.RecentResources.NewestFirst().Where(one => one.IsSmartcard).ToDictionary(one => one.Uuid);
        return _recent.TryGetValue(card, out var seen) ? seen : null;
    }
}
