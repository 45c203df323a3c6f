using System.Management.Automation;
using MimCm.PowerShell.Names;

namespace MimCm.PowerShell.Output;

/// <summary>Creates all error records of the module. The error id is also the name of the resource string with the recommendation.</summary>
internal static class ErrorRecordFactory
{
    /// <summary>Creates the error record of a failed call.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="target">The id of the request, or the address of the list.</param>
    /// <param name="session">The session of the call; null if unknown.</param>
    public static ErrorRecord ToErrorRecord(this MimCmException failure, object? target, CmSession? session = null)
    {
        var (id, category, recommendation) = failure.Error switch
        {
            MimCmError.BadRequest => (nameof(Strings.CmBadRequest), ErrorCategory.InvalidArgument, Strings.CmBadRequest),
            MimCmError.Unauthorized => (nameof(Strings.CmUnauthorized), ErrorCategory.AuthenticationError, RecommendSignIn(failure, session)),
            MimCmError.Forbidden => (nameof(Strings.CmForbidden), ErrorCategory.PermissionDenied, target is Guid ? Strings.CmForbidden : Strings.ForbiddenList),
            MimCmError.RequestNotFound => (nameof(Strings.CmRequestNotFound), ErrorCategory.ObjectNotFound, Strings.CmRequestNotFound),
            MimCmError.ApiDisabled => (nameof(Strings.CmApiDisabled), ErrorCategory.ResourceUnavailable, Strings.CmApiDisabled),
            MimCmError.StateConflict => (nameof(Strings.CmStateConflict), ErrorCategory.InvalidOperation, Strings.CmStateConflict),
            MimCmError.ServerBusy => (nameof(Strings.CmServerBusy), ErrorCategory.ResourceBusy, target is Guid ? Strings.CmServerBusy : Strings.ServerBusyList),
            MimCmError.ServerError => (nameof(Strings.CmServerError), ErrorCategory.InvalidResult, Strings.CmServerError),
            MimCmError.Redirected => (nameof(Strings.CmRedirected), ErrorCategory.SecurityError, Strings.CmRedirected),
            MimCmError.Timeout => (nameof(Strings.CmTimeout), ErrorCategory.OperationTimeout, Strings.CmTimeout),
            MimCmError.ConnectionFailed => (nameof(Strings.CmConnectionFailed), ErrorCategory.ConnectionError, Strings.CmConnectionFailed),
            MimCmError.TlsFailure =>
                (nameof(Strings.CmTlsFailure), ErrorCategory.SecurityError, failure.IsCertificateRejected ? Strings.CmTlsFailure : Strings.TlsNotEstablished),
            MimCmError.InsecureConnection => (nameof(Strings.CmInsecureConnection), ErrorCategory.SecurityError, Strings.CmInsecureConnection),
            MimCmError.InvalidResponse =>
                (nameof(Strings.CmInvalidResponse), ErrorCategory.InvalidData, target is Guid ? Strings.CmInvalidResponse : Strings.InvalidResponseList),
            MimCmError.OutcomeUnknown => (nameof(Strings.CmOutcomeUnknown), ErrorCategory.WriteError, Strings.CmOutcomeUnknown.With(target)),
            MimCmError.UnexpectedStatus => (nameof(Strings.CmUnexpectedStatus), ErrorCategory.InvalidResult, Strings.CmUnexpectedStatus),
            MimCmError.WaitTimeout => (nameof(Strings.CmWaitTimeout), ErrorCategory.OperationTimeout, Strings.CmWaitTimeout),
            MimCmError.CreatedUnread => (nameof(Strings.CmCreatedUnread), ErrorCategory.ReadError, Strings.CmCreatedUnread.With(failure.RequestId)),
            MimCmError.SmartcardNotFound => (nameof(Strings.CmSmartcardNotFound), ErrorCategory.ObjectNotFound, Strings.CmSmartcardNotFound),
            MimCmError.ProfileNotFound => (nameof(Strings.CmProfileNotFound), ErrorCategory.ObjectNotFound, Strings.CmProfileNotFound),
            MimCmError.RouteMissing => (nameof(Strings.CmRouteMissing), ErrorCategory.NotImplemented, Strings.CmRouteMissing),
            MimCmError.JournalInUse => (nameof(Strings.CmJournalInUse), ErrorCategory.ResourceBusy, Strings.CmJournalInUse),
            MimCmError.JournalInvalid => (nameof(Strings.CmJournalInvalid), ErrorCategory.InvalidData, Strings.CmJournalInvalid),
            MimCmError.JournalFailed => (nameof(Strings.CmJournalFailed), ErrorCategory.WriteError, Strings.CmJournalFailed),
            _ => throw new ArgumentOutOfRangeException(nameof(failure), failure.Error, message: null),
        };

        if (failure.CorrelationId is { } correlation)
            recommendation = $"{recommendation} {Strings.Correlation.With(correlation)}";

        return Create(failure, id, category, target, recommendation);
    }

    /// <summary>Creates the error record of a name that could not be looked up.</summary>
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

        return Create(failure, id, category, failure.Target, recommendation);
    }

    /// <summary>Creates the error record of a request that could not be created, or that could not be read after its creation.</summary>
    /// <param name="failure">The failure.</param>
    /// <param name="request">The request to create.</param>
    /// <param name="session">The session of the call.</param>
    public static ErrorRecord ToErrorRecord(this MimCmException failure, NewRequest request, CmSession session)
    {
        var record = failure.ToErrorRecord(failure.RequestId ?? request.SmartcardUuid ?? request.TargetUserUuid ?? request.ProfileTemplateUuid, session);
        record.ErrorDetails.RecommendedAction = failure.Error switch
        {
            MimCmError.Forbidden => Strings.CreateForbidden,
            MimCmError.OutcomeUnknown => Strings.CreateOutcome,
            _ => record.ErrorDetails.RecommendedAction,
        };
        return record;
    }

    /// <summary>Creates the error record for a missing session.</summary>
    public static ErrorRecord NotConnected(string reason, object? target = null, Exception? inner = null) =>
        Create(
            new InvalidOperationException(Strings.NotConnected.With(reason), inner),
            nameof(Strings.CmNotConnected), ErrorCategory.ConnectionError, target, Strings.CmNotConnected);

    /// <summary>Creates the error record for a request that was read from one server, while the specified session is connected to another.</summary>
    public static ErrorRecord SessionMismatch(CmSession origin, CmSession session, object? target) =>
        Create(
            new ArgumentException(Strings.SessionMismatch.With(origin.Uri, session.Uri)),
            nameof(Strings.CmSessionMismatch), ErrorCategory.InvalidArgument, target, Strings.CmSessionMismatch);

    /// <summary>Creates the error record for parameters that cannot be used together, or for an invalid value.</summary>
    public static ErrorRecord InvalidParameter(string message, string command, Exception? inner = null) =>
        Create(
            new ArgumentException(message, inner),
            nameof(Strings.CmInvalidParameter), ErrorCategory.InvalidArgument, target: null, Strings.CmInvalidParameter.With(command));

    /// <summary>Creates the error record for input with more requests than -MaximumChanges allows.</summary>
    public static ErrorRecord TooManyChanges(string message, object? target) =>
        Create(
            new InvalidOperationException(message),
            nameof(Strings.CmTooManyChanges), ErrorCategory.LimitsExceeded, target, Strings.CmTooManyChanges);

    /// <summary>Creates the error record for lines of a journal that could not be read.</summary>
    public static ErrorRecord DamagedJournal(string path, long count, long firstLine) =>
        Create(
            new InvalidDataException(Strings.JournalDamaged.With(path, count, firstLine)),
            nameof(Strings.CmJournalInvalid), ErrorCategory.InvalidData, path, Strings.CheckJournal);

    /// <summary>Creates the error record for input that is incomplete, because the list of requests ended early.</summary>
    public static ErrorRecord IncompleteList(string reason) =>
        Create(
            new InvalidDataException(Strings.IncompleteList.With(reason)),
            nameof(Strings.CmIncompleteList), ErrorCategory.InvalidData, target: null, Strings.CmIncompleteList);

    /// <summary>Creates the error record for a file that cannot be written.</summary>
    public static ErrorRecord FileFailed(string path, Exception inner) =>
        Create(
            new IOException(Strings.FileFailed.With(path, inner.Message), inner),
            nameof(Strings.CmFileFailed), ErrorCategory.WriteError, path, Strings.CmFileFailed);

    /// <summary>Returns the recommendation for a 401 response, which depends on how the session authenticates and on what the server supports.</summary>
    private static string RecommendSignIn(MimCmException failure, CmSession? session)
    {
        var isToken = session?.Authentication == AuthenticationScheme.Bearer;
        if (failure.OfferedSchemes.Count > 0 && !failure.OfferedSchemes.Any(isToken ? IsBearer : IsWindows))
        {
            return isToken ? Strings.UnauthorizedNoBearer
                : failure.OfferedSchemes.Any(IsBearer) ? Strings.UnauthorizedOnlyBearer
                : Strings.UnauthorizedNoWindows;
        }

        return session?.Authentication switch
        {
            AuthenticationScheme.Bearer when session.Options.AccessToken?.Target is ScriptBlockTokenProvider => Strings.UnauthorizedProvider,
            AuthenticationScheme.Bearer => Strings.UnauthorizedToken,
            AuthenticationScheme.Credential => Strings.UnauthorizedCredential,
            _ => Strings.CmUnauthorized.With(failure.Uri?.Host),
        };
    }

    private static bool IsBearer(string scheme) => scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase);

    private static bool IsWindows(string scheme) =>
        scheme.Equals("Negotiate", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("NTLM", StringComparison.OrdinalIgnoreCase)
        || scheme.Equals("Kerberos", StringComparison.OrdinalIgnoreCase);

    private static ErrorRecord Create(Exception exception, string id, ErrorCategory category, object? target, string recommendation) =>
        new(exception, id, category, target) { ErrorDetails = new ErrorDetails(exception.Message) { RecommendedAction = recommendation } };
}
