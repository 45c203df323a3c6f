using System.Management.Automation;
using MimCm.PowerShell.Completion;

namespace MimCm.PowerShell.Commands;

/// <summary>Test-CmConnection: tests the connection to a server step by step, and writes one result for each step.</summary>
[Cmdlet(VerbsDiagnostic.Test, "CmConnection", HelpUri = HelpPages.Folder + "Test-CmConnection.md")]
[OutputType(typeof(CmConnectionTestResult))]
public sealed class TestCmConnectionCommand : SessionCmdletBase
{
    /// <summary>A server to test as the current user. By default, the session is tested, or the connection that Connect-CmServer last failed to
    /// establish.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNull]
    [ServerUriTransformation]
    [ArgumentCompleter(typeof(ServerUriCompleter))]
    public Uri? Uri { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (Uri is not null && IsSpecified(nameof(Session)) && IsSpecified(nameof(Uri)))
            ThrowInvalidParameter(Strings.UriOrSession);

        if (ValidateAddress(Uri) is { ErrorDetails: { } details })
        {
            WriteObject(new CmConnectionTestResult(ConnectionStep.Address, ConnectionStepStatus.Failed, details.Message, details.RecommendedAction));
            return;
        }

        var session = Uri is not null && (Session is null || IsSpecified(nameof(Uri)))
            ? null
            : Session ?? RunspaceState.Current.FailedSession ?? FindDefaultSession();
        var options = session?.Options ?? new MimCmClientOptions { Address = Uri! };
        var results = ConnectionTest.RunAsync(options, GetIdentity(session), StopToken).GetAsyncEnumerator(StopToken);
        while (MoveNext(results))
        {
            var result = results.Current;
            var recommendation = result.Failure is { Error: MimCmError.ConnectionFailed }
                ? Strings.CheckConnection
                : result.Failure?.ToErrorRecord(target: null, session).ErrorDetails.RecommendedAction;
            WriteObject(new CmConnectionTestResult(result.Step, result.Result, result.Detail, recommendation));
        }
    }

    private static string GetIdentity(CmSession? session) => session switch
    {
        null or { Authentication: AuthenticationScheme.Negotiate } => AuthenticationScheme.CurrentIdentity,
        { UserName: { } name } => name,
        _ => Strings.TokenIdentity,
    };
}
