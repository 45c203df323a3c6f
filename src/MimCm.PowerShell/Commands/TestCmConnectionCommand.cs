using System.Management.Automation;

namespace MimCm.PowerShell.Commands;

/// <summary>Test-CmConnection: what to run when it does not work; one object a step.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CmConnection")]
[OutputType(typeof(CmConnectionTestResult))]
public sealed class TestCmConnectionCommand : SessionCmdletBase
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
            ThrowTerminatingError(ErrorRecordFactory.InvalidParameter(Strings.UriOrSession));

        var (options, identity) = Uri is not null
            ? (new MimCmClientOptions { Address = Uri }, AuthenticationScheme.CurrentIdentity)
            : Describe(Session ?? RunspaceState.Current.FailedSession ?? FindDefault(target: null));

        var findings = ConnectionTest.RunAsync(options, identity, StopToken).GetAsyncEnumerator(StopToken);
        while (MoveNext(findings))
        {
            var finding = findings.Current;
            var recommendation = finding.Failure?.ToErrorRecord(target: null).ErrorDetails.RecommendedAction;
            WriteObject(new CmConnectionTestResult(finding.Step, finding.Result, finding.Detail, recommendation));
        }
    }

    private static (MimCmClientOptions Options, string Identity) Describe(CmSession session) => (session.Options, session switch
    {
        { Authentication: AuthenticationScheme.Negotiate } => AuthenticationScheme.CurrentIdentity,
        { UserName: { } name } => name,
        _ => Strings.TokenIdentity,
    });
}
