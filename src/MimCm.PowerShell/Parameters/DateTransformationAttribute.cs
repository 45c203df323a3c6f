using System.Globalization;
using System.Management.Automation;

namespace MimCm.PowerShell.Parameters;

/// <summary>Converts text to a date independently of the culture. PowerShell itself uses the calendar of the current culture for a DateTime
/// parameter, so the same script would select other requests with th-TH or fa-IR.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => UserInput.Unwrap(inputData) switch
    {
        null => throw new ArgumentTransformationMetadataException(Strings.ValueIsNull),
        DateTime date => date,
        DateTimeOffset date => date.LocalDateTime,
#if NET
        DateOnly date => date.ToDateTime(TimeOnly.MinValue),
#endif
        string text => Parse(text.Trim()),
        var value => throw new ArgumentTransformationMetadataException(Strings.DateUnknown.With(UserInput.Sanitize(value))),
    };

    /// <summary>Converts text like a [datetime] cast, which uses the invariant culture, so that ISO 8601 has the same meaning in every culture. A
    /// time with a zone is converted to local time.</summary>
    private static DateTime Parse(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ArgumentTransformationMetadataException(Strings.DateUnknown.With(UserInput.Sanitize(text)));
}
