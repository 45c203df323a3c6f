namespace MimCm.PowerShell.Parameters;

/// <summary>Stands for the value of an address parameter that is not an address. The cmdlet reports it with an error id of its own, which an
/// error of parameter binding does not have. The value itself is not kept, as it may contain a password.</summary>
internal sealed class InvalidAddress(string reason, Exception cause) : Uri("about:invalid")
{
    /// <summary>Why the value is not an address, as an error message.</summary>
    public string Reason => reason;

    /// <summary>The cause, for the error record.</summary>
    public Exception Cause => cause;
}
