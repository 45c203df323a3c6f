using System.Collections.ObjectModel;

namespace MimCm;

/// <summary>The data items of a request. ToString returns all of them on one line, because tables and CSV files show the ToString of a
/// list.</summary>
internal sealed class DataItemCollection : ReadOnlyCollection<DataCollectionItem>
{
    /// <summary>The empty collection.</summary>
    public static readonly DataItemCollection None = new([]);

    private DataItemCollection(IList<DataCollectionItem> items)
        : base(items)
    {
    }

    public static DataItemCollection Of(IReadOnlyList<DataCollectionItem>? items) =>
        items is null or { Count: 0 } ? None : items as DataItemCollection ?? new([.. items]);

    /// <summary>Returns each item as Name=Value.</summary>
    public override string ToString() => string.Join("; ", this);
}
