using System.Globalization;

namespace MimCm.Identity.Tests;

internal static class Terminal
{
    /// <summary>Neither the error nor anything in it contains a control character or a bidirectional control.</summary>
    public static void IsSafe(Exception? failure)
    {
        for (; failure is not null; failure = failure.InnerException)
            IsSafe(failure.Message);
    }

    public static void IsSafe(string? text) => Assert.DoesNotContain(
        text ?? "",
        letter => (char.IsControl(letter) && letter is not '\n' and not '\r') || char.GetUnicodeCategory(letter) == UnicodeCategory.Format);
}
