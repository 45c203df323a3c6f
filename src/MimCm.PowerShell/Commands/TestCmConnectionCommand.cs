using System.Management.Automation;

namespace MimCm.PowerShell.Commands;

/// <summary>Test-CmConnection: what to run when it does not work; one object a step.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CmConnection")]
[OutputType(typeof(CmConnectionStep))]
public sealed class TestCmConnectionCommand : SessionCmdlet
{
    /// <summary>A server, to be tried as the caller's own identity. Without it, the way of the session is tried, or that on which
    /// Connect-CmServer has just failed.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Uri is not null && Session is not null)
            ThrowTerminatingError(ErrorRecords.InvalidParameter(CommandText.UriOrSession));

        var (options, identity) = Uri is not null
            ? (new MimCmClientOptions { Address = Uri }, CmAuthentication.OwnIdentity)
            : Describe(Session ?? RunspaceSessions.Current.Attempted ?? FindDefault(target: null));

        var findings = ConnectionTest.RunAsync(options, identity, StopToken).GetAsyncEnumerator(StopToken);
        while (WaitForNext(findings))
        {
            var finding = findings.Current;
            var recommendation = finding.Failure?.ToErrorRecord(target: null).ErrorDetails.RecommendedAction;
            WriteObject(new CmConnectionStep(finding.Step, finding.Result, finding.Detail, recommendation));
        }
    }

    private static (MimCmClientOptions Options, string Identity) Describe(CmSession session) => (session.Options, session switch
    {
        { Authentication: CmAuthentication.Negotiate } => CmAuthentication.OwnIdentity,
        { UserName: { } name } => name,
        _ => CommandText.TokenIdentity,
    });
}
