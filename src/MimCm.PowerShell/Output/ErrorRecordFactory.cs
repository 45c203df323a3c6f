using System.Management.Automation;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Output;

/// <summary>Every error record of the module is made here. The id of each is the name of its recommendation in the resources.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>The record of a failed exchange.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="target">The id of the request, or the address of the collection.</param>
    public static ErrorRecord ToErrorRecord(this MimCmException failure, object? target)
    {
        var (id, category, recommendation) = failure.Error switch
        {
            MimCmError.BadRequest => (nameof(Strings.CmBadRequest), ErrorCategory.InvalidArgument, Strings.CmBadRequest),
            MimCmError.Unauthorized => (nameof(Strings.CmUnauthorized), ErrorCategory.AuthenticationError, Strings.CmUnauthorized.With(failure.Uri?.Host)),
            MimCmError.Forbidden => (nameof(Strings.CmForbidden), ErrorCategory.PermissionDenied, Strings.CmForbidden),
            MimCmError.RequestNotFound => (nameof(Strings.CmRequestNotFound), ErrorCategory.ObjectNotFound, Strings.CmRequestNotFound),
            MimCmError.ApiDisabled => (nameof(Strings.CmApiDisabled), ErrorCategory.ResourceUnavailable, Strings.CmApiDisabled),
            MimCmError.StateConflict => (nameof(Strings.CmStateConflict), ErrorCategory.InvalidOperation, Strings.CmStateConflict),
            MimCmError.ServerBusy => (nameof(Strings.CmServerBusy), ErrorCategory.ResourceBusy, Strings.CmServerBusy),
            MimCmError.ServerError => (nameof(Strings.CmServerError), ErrorCategory.InvalidResult, Strings.CmServerError),
            MimCmError.Redirected => (nameof(Strings.CmRedirected), ErrorCategory.SecurityError, Strings.CmRedirected),
            MimCmError.Timeout => (nameof(Strings.CmTimeout), ErrorCategory.OperationTimeout, Strings.CmTimeout),
            MimCmError.ConnectionFailed => (nameof(Strings.CmConnectionFailed), ErrorCategory.ConnectionError, Strings.CmConnectionFailed),
            MimCmError.TlsFailure => (nameof(Strings.CmTlsFailure), ErrorCategory.SecurityError, Strings.CmTlsFailure),
            MimCmError.InsecureConnection => (nameof(Strings.CmInsecureConnection), ErrorCategory.SecurityError, Strings.CmInsecureConnection),
            MimCmError.InvalidResponse => (nameof(Strings.CmInvalidResponse), ErrorCategory.InvalidData, Strings.CmInvalidResponse),
            MimCmError.OutcomeUnknown => (nameof(Strings.CmOutcomeUnknown), ErrorCategory.WriteError, Strings.CmOutcomeUnknown.With(target)),
            MimCmError.UnexpectedStatus => (nameof(Strings.CmUnexpectedStatus), ErrorCategory.InvalidResult, Strings.CmUnexpectedStatus),
            MimCmError.WaitTimeout => (nameof(Strings.CmWaitTimeout), ErrorCategory.OperationTimeout, Strings.CmWaitTimeout),
            MimCmError.JournalInUse => (nameof(Strings.CmJournalInUse), ErrorCategory.ResourceBusy, Strings.CmJournalInUse),
            MimCmError.JournalInvalid => (nameof(Strings.CmJournalInvalid), ErrorCategory.InvalidData, Strings.CmJournalInvalid),
            MimCmError.JournalFailed => (nameof(Strings.CmJournalFailed), ErrorCategory.WriteError, Strings.CmJournalFailed),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Error, message: null),
        };

        if (failure.CorrelationId is { } correlation)
            recommendation = $"{recommendation} {Strings.Correlation.With(correlation)}";

        return Make(failure, id, category, target, recommendation);
    }

    /// <summary>The record of a name that could not be looked up.</summary>
    public static ErrorRecord ToErrorRecord(this NameLookupException failure)
    {
        var (id, category, recommendation) = failure.Error switch
        {
            NameLookupError.NotFound => (nameof(Strings.CmNameNotFound), ErrorCategory.ObjectNotFound, Strings.CmNameNotFound),
            NameLookupError.Ambiguous => (nameof(Strings.CmNameAmbiguous), ErrorCategory.InvalidArgument, Strings.CmNameAmbiguous),
            NameLookupError.DirectoryUnavailable => (nameof(Strings.CmDirectoryUnavailable), ErrorCategory.ResourceUnavailable, Strings.CmDirectoryUnavailable),
            NameLookupError.UserNotFound => (nameof(Strings.CmUserNotFound), ErrorCategory.ObjectNotFound, Strings.CmUserNotFound),
            NameLookupError.ProfileTemplateNotFound =>
                (nameof(Strings.CmProfileTemplateNotFound), ErrorCategory.ObjectNotFound, Strings.CmProfileTemplateNotFound),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Error, message: null),
        };

        return Make(failure, id, category, failure.Target, recommendation);
    }

    /// <summary>There is no session to use.</summary>
    public static ErrorRecord NotConnected(string reason, object? target = null, Exception? inner = null) =>
        Make(
            new InvalidOperationException(Strings.NotConnected.With(reason), inner),
            nameof(Strings.CmNotConnected), ErrorCategory.ConnectionError, target, Strings.CmNotConnected);

    /// <summary>A request of one server and a session of another.</summary>
    public static ErrorRecord SessionMismatch(CmSession origin, CmSession session, object? target) =>
        Make(
            new ArgumentException(Strings.SessionMismatch.With(origin.Uri, session.Uri)),
            nameof(Strings.CmSessionMismatch), ErrorCategory.InvalidArgument, target, Strings.CmSessionMismatch);

    /// <summary>Parameters that can't go together, or a value that can't be used.</summary>
    public static ErrorRecord InvalidParameter(string message, Exception? inner = null) =>
        Make(new ArgumentException(message, inner), nameof(Strings.CmInvalidParameter), ErrorCategory.InvalidArgument, target: null, Strings.CmInvalidParameter);

    /// <summary>Lines of a journal that could not be read.</summary>
    public static ErrorRecord DamagedJournal(string path, long count, long firstLine) =>
        Make(
            new InvalidDataException(Strings.JournalDamaged.With(path, count, firstLine)),
            nameof(Strings.CmJournalInvalid), ErrorCategory.InvalidData, path, Strings.CmJournalInvalid);

    private static ErrorRecord Make(Exception exception, string id, ErrorCategory category, object? target, string recommendation) =>
        new(exception, id, category, target) { ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = recommendation } };
}
