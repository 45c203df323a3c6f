using System.Globalization;

namespace MimCm.DirectoryServices.Text;

internal static class StringExtensions
{
    /// <summary>Formats a resource string.</summary>
    public static string With(this string text, params object?[] values) => string.Format(CultureInfo.CurrentCulture, text, values);
}
