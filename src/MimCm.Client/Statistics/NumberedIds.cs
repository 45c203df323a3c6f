namespace MimCm.Statistics;

/// <summary>Assigns numbers to ids in the order of their first appearance.</summary>
internal sealed class NumberedIds
{
    private readonly Dictionary<Guid, int> _numbers = [];
    private readonly List<Guid> _ids = [];

    public Guid this[int number] => _ids[number];

    public int NumberOf(Guid id)
    {
        if (!_numbers.TryGetValue(id, out var number))
        {
            _numbers.Add(id, number = _ids.Count);
            _ids.Add(id);
        }

        return number;
    }
}
