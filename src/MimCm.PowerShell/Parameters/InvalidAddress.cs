namespace MimCm.PowerShell.Parameters;

/// <summary>Represents an invalid value of an address parameter. The cmdlet reports it with a specific error id, which an error of parameter binding
/// does not have. The value itself is not stored, because it may contain a password.</summary>
internal sealed class InvalidAddress(string reason, Exception cause) : Uri("about:invalid")
{
    /// <summary>The error message that explains why the value is not valid.</summary>
    public string Reason => reason;

    /// <summary>The cause, for the error record.</summary>
    public Exception Cause => cause;
}
