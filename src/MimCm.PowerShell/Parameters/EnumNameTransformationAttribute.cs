using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts names to values of an enumeration, each name to one value. PowerShell's own conversion adds the numbers of several names in one
/// string ('Enroll,Recover' becomes Renew), converts $null to 0, and accepts numbers that are not defined.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class EnumNameTransformationAttribute(Type enumType) : ArgumentTransformationAttribute
{
    /// <summary>The enumeration.</summary>
    public Type EnumType => enumType;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var values = new ArrayList();
        Add(inputData, values);
        return values.ToArray(EnumType);
    }

    private void Add(object? input, ArrayList values)
    {
        switch (UserInput.Unwrap(input))
        {
            case null:
                throw new ArgumentTransformationMetadataException(Strings.ValueIsNull);
            case Enum value:
                values.Add(Parse(value.GetType() == EnumType ? value.ToString("D") : value.ToString()));
                break;
            case string text:
                foreach (var name in text.Split(','))
                    values.Add(Parse(name.Trim()));

                break;
            case IEnumerable list and not IDictionary:
                foreach (var item in list)
                    Add(item, values);

                break;
            case var value:
                values.Add(Parse(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                break;
        }
    }

    private object Parse(string text)
    {
        foreach (var value in Enum.GetValues(EnumType))
        {
            if (text.Equals(value.ToString(), StringComparison.OrdinalIgnoreCase) || text == ((Enum)value).ToString("D"))
                return value;
        }

        throw new ArgumentTransformationMetadataException(
            EnumType == typeof(RequestStatus) && text.Equals(nameof(RequestStatusChange.Abandoned), StringComparison.OrdinalIgnoreCase)
                ? Strings.AbandonedIsNoStatus
                : Strings.NameUnknown.With(UserInput.Sanitize(text), string.Join(", ", Enum.GetNames(EnumType))));
    }
}
