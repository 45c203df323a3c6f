namespace MimCm.Simulator.Tests;

/// <summary>A test in a real browser. Where there is none it is left out, and the one who runs all tests is told so in one line.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    private static readonly Lazy<string> Said = new(Say);

    public ChromiumFactAttribute()
    {
        if (Chromium.NotHere is not null)
            Skip = Said.Value;
    }

    private static string Say()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Directory.Build.props")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        folder = Directory.CreateDirectory(Path.Combine(folder, "out", "left-out")).FullName;
        File.WriteAllText(Path.Combine(folder, "simulator.txt"), Chromium.NotHere + Environment.NewLine);
        return Chromium.NotHere!;
    }
}
