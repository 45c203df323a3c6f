using System.Collections.ObjectModel;

namespace MimCm;

/// <summary>The data items of a request, which also say in one line what they are: a table and a CSV file show a list by its
/// ToString.</summary>
internal sealed class DataItemCollection : ReadOnlyCollection<DataCollectionItem>
{
    /// <summary>The list of a request that has none.</summary>
    public static readonly DataItemCollection None = new([]);

    private DataItemCollection(IList<DataCollectionItem> items)
        : base(items)
    {
    }

    public static DataItemCollection Of(IReadOnlyList<DataCollectionItem>? items) =>
        items is null or { Count: 0 } ? None : items as DataItemCollection ?? new([.. items]);

    /// <summary>Each item as Name=Value.</summary>
    public override string ToString() => string.Join("; ", this);
}
