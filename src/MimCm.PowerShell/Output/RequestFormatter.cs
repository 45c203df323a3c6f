using System.ComponentModel;
using System.Management.Automation;

namespace MimCm.PowerShell.Output;

/// <summary>What the views show of a request that no property says as it is. For module/MimCm.Format.ps1xml only.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class RequestFormatter
{
    private const string Reset = "\x1b[0m";

    /// <summary>The status, in its color where the output may have colours.</summary>
    /// <param name="status">The status; a thawed one is a number that knows its name.</param>
    /// <param name="engine">The session that shows it.</param>
    public static string Status(PSObject? status, EngineIntrinsics engine)
    {
        if (engine is null)
            throw new ArgumentNullException(nameof(engine));

        var name = status?.ToString() ?? "";
        return SupportsColor(engine) && Color(name) is { } color ? $"{color}{name}{Reset}" : name;
    }

    /// <summary>How long an open request has been waiting, in its largest unit; empty for another.</summary>
    /// <param name="isOpen">Whether it is open.</param>
    /// <param name="submitted">When it was submitted.</param>
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

    /// <summary>By meaning: somebody has to act, the way is free, it went well, it went wrong, it was called off.</summary>
    private static string? Color(string status) => status switch
    {
        nameof(RequestStatus.Pending) => "\x1b[33m",
        nameof(RequestStatus.Approved) or nameof(RequestStatus.Executing) => "\x1b[36m",
        nameof(RequestStatus.Completed) => "\x1b[32m",
        nameof(RequestStatus.Failed) or nameof(RequestStatus.Denied) => "\x1b[31m",
        nameof(RequestStatus.Canceled) => "\x1b[90m",
        _ => null,
    };

    /// <summary>Whether the user wants colours and the engine sees to it that they reach no file: PowerShell 7.2 and newer, which has
    /// $PSStyle, takes them out of what is captured or redirected, unless told to leave them (Ansi). An older one does not, and has
    /// none. That the output of its whole process goes to a file, PowerShell does not look at.</summary>
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
