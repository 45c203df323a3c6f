using System.Globalization;

namespace MimCm.Identity.Tests;

internal static class Terminal
{
    /// <summary>Neither the failure nor anything in it holds a character that would steer a terminal or turn the text around.</summary>
    public static void IsSafe(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            IsSafe(failure.Message);
    }

    public static void IsSafe(string? text) => Assert.DoesNotContain(
        text ?? "",
        letter => (char.IsControl(letter) && letter is not '\n' and not '\r') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
}
