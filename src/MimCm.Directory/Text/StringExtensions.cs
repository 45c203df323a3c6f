using System.Globalization;

namespace MimCm.DirectoryServices.Text;

internal static class StringExtensions
{
    /// <summary>Fills a text of the resources.</summary>
    public static string With(this string text, params object?[] values) => string.Format(CultureInfo.CurrentCulture, text, values);
}
