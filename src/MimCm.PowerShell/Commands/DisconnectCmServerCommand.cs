using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Disconnect-CmServer: closes sessions; without any, the default one.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "CmServer")]
[OutputType(typeof(void))]
public sealed class DisconnectCmServerCommand : PSCmdlet
{
    /// <summary>The sessions to close.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SessionCompleter))]
    public CmSession[]? Session { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var sessions = RunspaceState.Current;
        if (Session is null && sessions.Default is null)
            ThrowTerminatingError(ErrorRecordFactory.NotConnected(sessions.Failure ?? Strings.NeverConnected));

        foreach (var session in Session ?? [sessions.Default!])
        {
            session.Disconnect();
            sessions.Remove(session);
        }
    }
}
