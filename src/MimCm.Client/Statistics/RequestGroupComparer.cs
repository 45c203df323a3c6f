namespace MimCm.Statistics;

/// <summary>Compares groups by their keys, in the order of the keys. Types and statuses are compared by name, as a table shows them.</summary>
internal sealed class RequestGroupComparer(IReadOnlyList<RequestGroupKey> keys) : IComparer<RequestGroup>
{
    public int Compare(RequestGroup? x, RequestGroup? y)
    {
        foreach (var key in keys)
        {
            var order = Compare(key, x!, y!);
            if (order != 0)
                return order;
        }

        return 0;
    }

    private static int Compare(RequestGroupKey key, RequestGroup x, RequestGroup y) => key switch
    {
        RequestGroupKey.ProfileTemplate => Nullable.Compare(x.ProfileTemplateUuid, y.ProfileTemplateUuid),
        RequestGroupKey.Type => string.CompareOrdinal(x.Type.ToString(), y.Type.ToString()),
        RequestGroupKey.Status => string.CompareOrdinal(x.Status.ToString(), y.Status.ToString()),
        RequestGroupKey.TargetUser => Nullable.Compare(x.TargetUserUuid, y.TargetUserUuid),
        RequestGroupKey.Originator => Nullable.Compare(x.OriginatorUserUuid, y.OriginatorUserUuid),
        _ => string.CompareOrdinal(x.Period, y.Period),
    };
}
