using System.Globalization;
using System.Text;

namespace MimCm.Bench;

/// <summary>Formats results as CSV: one row for each run.</summary>
internal static class CsvWriter
{
    private const string ResultHeader =
        "case,subject,size,run,kind,milliseconds,first_milliseconds,cpu_milliseconds,allocated_bytes,growth_bytes,peak_bytes,retained_bytes\n";

    /// <summary>The runs of one benchmark case.</summary>
    public static string Format(IEnumerable<BenchmarkResult> results)
    {
        var text = new StringBuilder(ResultHeader);
        foreach (var result in results)
        {
            foreach (var (run, sample) in result.Samples.Index())
            {
                text.Append(CultureInfo.InvariantCulture, $"{result.Case},{result.Subject},{result.Size},{run},{sample.Kind},");
                text.Append(CultureInfo.InvariantCulture, $"{sample.Milliseconds:0.###},{sample.FirstMilliseconds:0.###},{sample.CpuMilliseconds:0},");
                text.Append(CultureInfo.InvariantCulture, $"{sample.AllocatedBytes},{sample.GrowthBytes},{sample.PeakBytes},{sample.RetainedBytes}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The imports and first calls.</summary>
    public static string Format(IEnumerable<StartupMeasurement> starts)
    {
        var text = new StringBuilder("subject,import_milliseconds,first_milliseconds,process_milliseconds,again_milliseconds\n");
        foreach (var start in starts)
        {
            var again = start.AgainMilliseconds.Select(milliseconds => milliseconds.ToString("0.###", CultureInfo.InvariantCulture));
            text.Append(CultureInfo.InvariantCulture, $"{start.Subject},{start.ImportMilliseconds:0.###},{start.FirstMilliseconds:0.###},");
            text.Append(CultureInfo.InvariantCulture, $"{start.ProcessMilliseconds:0.###},{string.Join(' ', again)}\n");
        }

        return text.ToString();
    }
}
