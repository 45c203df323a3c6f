using System.Management.Automation;

namespace MimCm.PowerShell.Commands;

/// <summary>Get-CmSession: lists the sessions of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "CmSession", HelpUri = HelpPages.Folder + "Get-CmSession.md")]
[OutputType(typeof(CmSession))]
public sealed class GetCmSessionCommand : PSCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(RunspaceState.Current.GetSessions(), enumerateCollection: true);
}
