using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Disconnect-CmServer: closes sessions, or the default session if none is specified.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "CmServer", HelpUri = HelpPages.Folder + "Disconnect-CmServer.md")]
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
        var state = RunspaceState.Current;
        if (Session is null && state.Default is null)
            ThrowTerminatingError(ErrorRecordFactory.NotConnected(state.ConnectError ?? Strings.NeverConnected));

        foreach (var session in Session ?? [state.Default!])
        {
            session.Disconnect();
            state.Remove(session);
        }
    }
}
