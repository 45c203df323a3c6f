using System.Linq.Expressions;
using System.Management.Automation;

namespace MimCm.Bench;

/// <summary>Reads the properties of a request of any type: by compiled code for a class, by name for a PSCustomObject.</summary>
internal static class RequestReader
{
    private static Type? _type;
    private static Action<object, RequestChecksum>? _add;

    public static void Add(object item, RequestChecksum sum)
    {
        var value = item is PSObject wrapped ? wrapped.BaseObject : item;
        if (value is PSCustomObject)
        {
            AddByName((PSObject)item, sum);
            return;
        }

        if (value.GetType() != _type)
            (_type, _add) = (value.GetType(), Compile(value.GetType()));

        _add!(value, sum);
    }

    private static void AddByName(PSObject item, RequestChecksum sum)
    {
        var properties = item.Properties;
        var completed = properties["Completed"].Value is { } date ? Utc(date) : (DateTime?)null;
        sum.Add(
            LanguagePrimitives.ConvertTo<Guid>(properties["Uuid"].Value),
            LanguagePrimitives.ConvertTo<int>(properties["Status"].Value),
            Utc(properties["Submitted"].Value),
            completed?.Year == 1 ? null : completed);
    }

    private static Action<object, RequestChecksum> Compile(Type type)
    {
        var item = Expression.Parameter(typeof(object));
        var sum = Expression.Parameter(typeof(RequestChecksum));
        var typed = Expression.Convert(item, type);
        var call = Expression.Call(
            typeof(RequestReader), nameof(AddTyped), typeArguments: null,
            sum,
            Expression.Property(typed, "Uuid"),
            Expression.Convert(Expression.Property(typed, "Status"), typeof(int)),
            Expression.Convert(Expression.Property(typed, "Submitted"), typeof(DateTime?)),
            Expression.Convert(Expression.Property(typed, "Completed"), typeof(DateTime?)));
        return Expression.Lambda<Action<object, RequestChecksum>>(call, item, sum).Compile();
    }

    private static void AddTyped(RequestChecksum sum, Guid id, int status, DateTime? submitted, DateTime? completed) =>
        sum.Add(id, status, Utc(submitted.GetValueOrDefault()), completed is { Year: > 1 } date ? Utc(date) : null);

    private static DateTime Utc(object value) => Utc(LanguagePrimitives.ConvertTo<DateTime>(value is PSObject wrapped ? wrapped.BaseObject : value));

    private static DateTime Utc(DateTime value) =>
        value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value.ToUniversalTime();
}
