using System.Linq.Expressions;
using System.Management.Automation;

namespace MimCm.Bench;

/// <summary>Looks at a request without knowing its type: compiled once for a class, by name for an object of PowerShell's own.</summary>
internal static class RequestView
{
    private static Type? _type;
    private static Action<object, Checksum>? _add;

    public static void Add(object item, Checksum sum)
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

    private static void AddByName(PSObject item, Checksum sum)
    {
        var properties = item.Properties;
        var completed = properties["Completed"].Value is { } date ? Utc(date) : (DateTime?)null;
        sum.Add(
            LanguagePrimitives.ConvertTo<Guid>(properties["Uuid"].Value),
            LanguagePrimitives.ConvertTo<int>(properties["Status"].Value),
            Utc(properties["Submitted"].Value),
            completed?.Year == 1 ? null : completed);
    }

    private static Action<object, Checksum> Compile(Type type)
    {
        var item = Expression.Parameter(typeof(object));
        var sum = Expression.Parameter(typeof(Checksum));
        var typed = Expression.Convert(item, type);
        var call = Expression.Call(
            typeof(RequestView), nameof(AddTyped), typeArguments: null,
            sum,
            Expression.Property(typed, "Uuid"),
            Expression.Convert(Expression.Property(typed, "Status"), typeof(int)),
            Expression.Property(typed, "Submitted"),
            Expression.Convert(Expression.Property(typed, "Completed"), typeof(DateTime?)));
        return Expression.Lambda<Action<object, Checksum>>(call, item, sum).Compile();
    }

    private static void AddTyped(Checksum sum, Guid id, int status, DateTime submitted, DateTime? completed) =>
        sum.Add(id, status, Utc(submitted), completed is { Year: > 1 } date ? Utc(date) : null);

    private static DateTime Utc(object value) => Utc(LanguagePrimitives.ConvertTo<DateTime>(value is PSObject wrapped ? wrapped.BaseObject : value));

    private static DateTime Utc(DateTime value) =>
        value.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(value, DateTimeKind.Utc) : value.ToUniversalTime();
}
