using System.Text;

namespace MimCm.Reliability.Tests;

/// <summary>Damages a body at random, and rewrites it as servers do.</summary>
internal static class BodyMutator
{
    private static readonly byte[][] Tokens = [.. new[]
    {
        "null", "true", "false", "0", "-0", "-1", "3", "17", "255", "256", "2147483647", "2147483648", "1e3", "3.0", "\"\"", "\"x\"", "{}", "[]",
        "[{}]", "tru", "nul,", "{\"a\":[1,{\"b\":null}]}", "\"00000000-0000-0000-0000-000000000000\"", "\"{8F1590DC-D932-4B66-8E68-2E91C5880780}\"",
        "\"8f1590dcd9324b668e682e91c5880780\"", "\"2020-01-01T00:00:00\"", "\"2020-01-01T00:00:00+05:30\"", "\"2026-03-29T01:30:00Z\"",
        "\"2026-10-25T00:30:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00+05:30\"", "\"9999-12-31T23:59:59.9999999Z\"",
            "\"2020-02-30T00:00:00Z\"", "\"\\u0000\"", "\"\\ud83d\"",
        "\"\\ud83d\\ude00\"", ",", ":", "}", "]", "{", "[", "\uFEFF", "/*c*/", "\"Uuid\":", "\"uuid\":\"0c96d73f-967b-420e-854a-43ad2a1504bc\",",
    }.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Changes, removes, repeats or inserts bytes in one to three places.</summary>
    public static byte[] Mutate(byte[] body, Random random)
    {
        var bytes = body.ToList();
        for (var times = random.Next(1, 4); times > 0 && bytes.Count > 0; times--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(8))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count / 2), Math.Min(random.Next(1, 40), bytes.Count / 2))); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                case 5: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
                case 6: (bytes[at], bytes[random.Next(bytes.Count)]) = (bytes[random.Next(bytes.Count)], bytes[at]); break;
                default: ReplaceValue(bytes, random); break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Removes the white space between tokens, as Json.NET writes a body without indentation.</summary>
    public static byte[] Compact(byte[] body)
    {
        var compact = new List<byte>(body.Length);
        var isInString = false;
        for (var i = 0; i < body.Length; i++)
        {
            if (isInString && body[i] == '\\')
            {
                compact.Add(body[i++]);
            }
            else if (body[i] == '"')
            {
                isInString = !isInString;
            }
            else if (!isInString && body[i] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                continue;
            }

            compact.Add(body[i]);
        }

        return [.. compact];
    }

    /// <summary>Joins bodies to an array.</summary>
    public static byte[] Join(params byte[][] bodies) =>
        [(byte)'[', .. bodies.SelectMany((body, i) => i == 0 ? body : [(byte)',', .. body]), (byte)']'];

    /// <summary>Replaces the value of a property by another token.</summary>
    private static void ReplaceValue(List<byte> bytes, Random random)
    {
        var colons = Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == ':').ToArray();
        if (colons.Length == 0)
            return;

        var start = colons[random.Next(colons.Length)] + 1;
        var end = bytes.FindIndex(start, letter => letter is (byte)',' or (byte)'}');
        if (end < 0)
            return;

        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Tokens[random.Next(Tokens.Length)]);
    }
}
