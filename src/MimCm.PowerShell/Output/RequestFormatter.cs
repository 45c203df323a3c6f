using System.ComponentModel;
using System.Globalization;
using System.Management.Automation;

namespace MimCm.PowerShell.Output;

/// <summary>Formats the columns of a request that do not show a property unchanged. Used only by module/MimCm.Format.ps1xml.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestFormatter
{
    private const int DateWidth = 10;
    private const string Reset = "\x1b[0m";

    /// <summary>Returns the status, in its color if the output supports colors.</summary>
    /// <param name="status">The status. In a deserialized request it is text, or a number with a name.</param>
    /// <param name="column">The number of characters to the left of the column.</param>
    /// <param name="width">The width of the column.</param>
    /// <param name="engine">The PowerShell session that displays the value.</param>
    public static string Status(PSObject? status, int column, int width, EngineIntrinsics engine)
    {
        if (engine is null)
            throw new ArgumentNullException(nameof(engine));

        var name = status?.ToString() ?? "";
        var shown = TextFormatter.Fit(name, column, width, engine);
        return SupportsColor(engine) && Color(name) is { } color ? $"{color}{shown}{Reset}" : shown;
    }

    /// <summary>Returns the date of a time; empty for null.</summary>
    /// <param name="time">The time.</param>
    /// <param name="column">The number of characters to the left of the column.</param>
    /// <param name="engine">The PowerShell session that displays the value.</param>
    public static string Date(DateTime? time, int column, EngineIntrinsics engine) =>
        TextFormatter.Fit(time?.ToString("yyyy-MM-dd", CultureInfo.CurrentCulture), column, DateWidth, engine);

    /// <summary>Returns the age of an open request in its largest unit; empty for other requests.</summary>
    /// <param name="isOpen">Whether the request is open.</param>
    /// <param name="submitted">When the request was submitted; null if unknown.</param>
    public static string Age(bool? isOpen, DateTime? submitted) =>
        isOpen == true && submitted is { } since && since != default ? Age(DateTime.UtcNow - since.ToUniversalTime()) : "";

    private static string Age(TimeSpan age) => age switch
    {
        { Ticks: < 0 } => Strings.AgeMinutes.With(0),
        { TotalHours: < 1 } => Strings.AgeMinutes.With(age.Minutes),
        { TotalDays: < 1 } => Strings.AgeHours.With(age.Hours),
        { TotalDays: < 1000 } => Strings.AgeDays.With(age.Days),
        _ => Strings.AgeYears.With((int)(age.TotalDays / 365.2425)),
    };

    /// <summary>Returns the color of a status. Yellow: waiting for approval. Cyan: ready to be executed. Green: succeeded. Red: failed or denied.
    /// Gray: canceled.</summary>
    private static string? Color(string status) => status switch
    {
        nameof(RequestStatus.Pending) => "\x1b[33m",
        nameof(RequestStatus.Approved) or nameof(RequestStatus.Executing) => "\x1b[36m",
        nameof(RequestStatus.Completed) => "\x1b[32m",
        nameof(RequestStatus.Failed) or nameof(RequestStatus.Denied) => "\x1b[31m",
        nameof(RequestStatus.Canceled) => "\x1b[90m",
        _ => null,
    };

    /// <summary>Returns whether to use colors. They are not used if NO_COLOR is set, or if PowerShell does not remove them from captured and
    /// redirected output. PowerShell 7.2 and later remove them, and have $PSStyle, but do not check whether the output of the process is
    /// redirected.</summary>
    private static bool SupportsColor(EngineIntrinsics engine)
    {
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")))
            return false;

        var style = engine.SessionState.PSVariable.GetValue("PSStyle");
        return style is not null && PSObject.AsPSObject(style).Properties["OutputRendering"]?.Value?.ToString() switch
        {
            "Ansi" => true,
            "Host" => engine.Host.UI?.SupportsVirtualTerminal == true && !InteractiveConsole.IsOutputRedirected,
            _ => false,
        };
    }
}
