using System.Collections;
using System.ComponentModel.DataAnnotations;

namespace MimCm.Simulator;

/// <summary>Checks options against their DataAnnotations.</summary>
internal static class OptionsValidator
{
    /// <summary>Validates and returns the options.</summary>
    /// <exception cref="ArgumentException">A value is not allowed. The message contains the property, the allowed values and the value.</exception>
    public static T Validate<T>(T options) where T : notnull
    {
        var results = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true))
            return options;
        throw new ArgumentException(string.Join(" ", results.Select(result => Describe(options, result))));
    }

    private static string Describe(object options, ValidationResult result)
    {
        if (result.MemberNames.FirstOrDefault() is not { } name || options.GetType().GetProperty(name) is not { } property)
            return result.ErrorMessage!;
        var value = property.GetValue(options);
        if (property.GetCustomAttributes(typeof(AllowedValuesAttribute), inherit: true) is [AllowedValuesAttribute allowed])
            return $"{name} is one of {string.Join(", ", allowed.Values)}, not {Show(value)}.";
        if (property.GetCustomAttributes(typeof(RangeAttribute), inherit: true) is [RangeAttribute range] && !range.IsValid(value))
            return $"{name} is a number from {range.Minimum} to {range.Maximum}, not {Show(value)}.";
        return result.ErrorMessage!;
    }

    private static string Show(object? value) => value is IEnumerable and not string ? "this list" : FormattableString.Invariant($"{value ?? "null"}");
}
