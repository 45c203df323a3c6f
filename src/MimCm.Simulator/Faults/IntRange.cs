using System.Globalization;
using System.Text.Json.Serialization;
using MimCm.Simulator.Faults;

namespace MimCm.Simulator;

/// <summary>A number or range: 5, "5", "2-4" or "3-" (3 or more).</summary>
[JsonConverter(typeof(IntRangeConverter))]
public readonly record struct IntRange(int From, int To)
{
    public static implicit operator IntRange(int value) => new(value, value);

    public static IntRange Parse(string text)
    {
        var parts = text.Split('-');
        var from = Number(parts[0]);
        var to = parts is [_] ? from : parts is [_, ""] ? int.MaxValue : Number(parts[1]);
        return parts.Length <= 2 && from <= to ? new(from, to) : throw Unreadable(text);

        int Number(string part) =>
            int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Unreadable(text);
    }

    public bool Contains(int value) => value >= From && value <= To;

    public override string ToString() =>
        From == To ? $"{From}" : To == int.MaxValue ? $"{From}-" : $"{From}-{To}";

    private static FormatException Unreadable(string text) => new($"'{text}' is neither a number nor a range such as 2-4 or 3-.");
}
