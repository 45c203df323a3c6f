using System.Text;

namespace MimCm.Tests;

/// <summary>Converts text to bytes.</summary>
internal static class Utf8Extensions
{
    public static string Text(this byte[] body) => Encoding.UTF8.GetString(body);

    public static byte[] Bytes(this string text) => Encoding.UTF8.GetBytes(text);
}
