using System.Management.Automation;

namespace MimCm.PowerShell;

/// <summary>Every error record of the module is made here. The id of each is the name of its recommendation in the resources.</summary>
internal static class ErrorRecords
{
    /// <summary>The record of a failed exchange.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="target">The id of the request, or the address of the collection.</param>
    public static ErrorRecord ToErrorRecord(this MimCmException failure, object? target)
    {
        var (id, category, recommendation) = failure.Error switch
        {
            MimCmError.BadRequest => (nameof(CommandText.CmBadRequest), ErrorCategory.InvalidArgument, CommandText.CmBadRequest),
            MimCmError.Unauthorized => (nameof(CommandText.CmUnauthorized), ErrorCategory.AuthenticationError, CommandText.CmUnauthorized.With(failure.Uri?.Host)),
            MimCmError.Forbidden => (nameof(CommandText.CmForbidden), ErrorCategory.PermissionDenied, CommandText.CmForbidden),
            MimCmError.RequestNotFound => (nameof(CommandText.CmRequestNotFound), ErrorCategory.ObjectNotFound, CommandText.CmRequestNotFound),
            MimCmError.ApiDisabled => (nameof(CommandText.CmApiDisabled), ErrorCategory.ResourceUnavailable, CommandText.CmApiDisabled),
            MimCmError.StateConflict => (nameof(CommandText.CmStateConflict), ErrorCategory.InvalidOperation, CommandText.CmStateConflict),
            MimCmError.ServerBusy => (nameof(CommandText.CmServerBusy), ErrorCategory.ResourceBusy, CommandText.CmServerBusy),
            MimCmError.ServerError => (nameof(CommandText.CmServerError), ErrorCategory.InvalidResult, CommandText.CmServerError),
            MimCmError.Redirected => (nameof(CommandText.CmRedirected), ErrorCategory.SecurityError, CommandText.CmRedirected),
            MimCmError.Timeout => (nameof(CommandText.CmTimeout), ErrorCategory.OperationTimeout, CommandText.CmTimeout),
            MimCmError.ConnectionFailed => (nameof(CommandText.CmConnectionFailed), ErrorCategory.ConnectionError, CommandText.CmConnectionFailed),
            MimCmError.TlsFailure => (nameof(CommandText.CmTlsFailure), ErrorCategory.SecurityError, CommandText.CmTlsFailure),
            MimCmError.InsecureConnection => (nameof(CommandText.CmInsecureConnection), ErrorCategory.SecurityError, CommandText.CmInsecureConnection),
            MimCmError.InvalidResponse => (nameof(CommandText.CmInvalidResponse), ErrorCategory.InvalidData, CommandText.CmInvalidResponse),
            MimCmError.OutcomeUnknown => (nameof(CommandText.CmOutcomeUnknown), ErrorCategory.WriteError, CommandText.CmOutcomeUnknown.With(target)),
            MimCmError.UnexpectedStatus => (nameof(CommandText.CmUnexpectedStatus), ErrorCategory.InvalidResult, CommandText.CmUnexpectedStatus),
            MimCmError.WaitTimeout => (nameof(CommandText.CmWaitTimeout), ErrorCategory.OperationTimeout, CommandText.CmWaitTimeout),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Error, message: null),
        };

        if (failure.CorrelationId is { } correlation)
            recommendation = $"{recommendation} {CommandText.Correlation.With(correlation)}";

        return Make(failure, id, category, target, recommendation);
    }

    /// <summary>There is no session to use.</summary>
    public static ErrorRecord NotConnected(string reason, object? target = null, Exception? inner = null) =>
        Make(
            new InvalidOperationException(CommandText.NotConnected.With(reason), inner),
            nameof(CommandText.CmNotConnected), ErrorCategory.ConnectionError, target, CommandText.CmNotConnected);

    /// <summary>A request of one server and a session of another.</summary>
    public static ErrorRecord SessionMismatch(CmSession origin, CmSession session, object? target) =>
        Make(
            new ArgumentException(CommandText.SessionMismatch.With(origin.Uri, session.Uri)),
            nameof(CommandText.CmSessionMismatch), ErrorCategory.InvalidArgument, target, CommandText.CmSessionMismatch);

    /// <summary>Parameters that can't go together, or a value that can't be used.</summary>
    public static ErrorRecord InvalidParameter(string message, Exception? inner = null) =>
        Make(new ArgumentException(message, inner), nameof(CommandText.CmInvalidParameter), ErrorCategory.InvalidArgument, target: null, CommandText.CmInvalidParameter);

    private static ErrorRecord Make(Exception exception, string id, ErrorCategory category, object? target, string recommendation) =>
        new(exception, id, category, target) { ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = recommendation } };
}
