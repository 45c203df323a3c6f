using System.Globalization;

namespace MimCm.Bench;

/// <summary>The rows of a CSV file that <see cref="CsvWriter"/> wrote.</summary>
internal sealed class CsvTable
{
    private readonly string[] _columns;
    private readonly List<string[]> _rows;

    private CsvTable(string[] columns, List<string[]> rows) => (_columns, _rows) = (columns, rows);

    /// <summary>Reads a file; a file that does not exist has no rows.</summary>
    public static CsvTable Read(string path)
    {
        var lines = File.Exists(path) ? File.ReadAllLines(path) : [];
        return new CsvTable(lines.FirstOrDefault("").Split(','), [.. lines.Skip(1).Select(line => line.Split(','))]);
    }

    /// <summary>The median of a column for each subject and size, in the order of the file. Runs of the given kind count; where a subject has
    /// none, all its runs count.</summary>
    public IReadOnlyList<MedianValue> Medians(string column, string kind = "warm") =>
    [
        .. _rows
            .GroupBy(row => (Subject: Value(row, "subject"), Size: Value(row, "size")))
            .Select(group =>
            {
                var rows = group.Where(row => Value(row, "kind") == kind).ToList();
                var values = (rows.Count > 0 ? rows : [.. group]).Select(row => double.Parse(Value(row, column), CultureInfo.InvariantCulture));
                return new MedianValue(group.Key.Subject, int.Parse("0" + group.Key.Size, CultureInfo.InvariantCulture), Median.Of(values));
            }),
    ];

    /// <summary>The value of a row in a column; empty where the file has no such column.</summary>
    private string Value(string[] row, string column) => Array.IndexOf(_columns, column) is >= 0 and var i ? row[i] : "";
}
